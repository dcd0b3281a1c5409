import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test } from '@playwright/test';
import { mouse } from '../rehearsal/hands';
import { NO_ENGINE } from '../rehearsal/no-engine';
import { rehearse } from '../rehearsal/rehearse';

const executablePath = process.env['E2E_ELECTRON'] || undefined;

test.setTimeout(120_000);

test('the button of the window opens a rehearsal that ends in a reply, and the way back', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'desktop-rehearsal-'));
  const app = await _electron.launch({
    ...(executablePath && { executablePath }),
    args: ['.', '--data-dir', dataDir],
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...NO_ENGINE } as Record<string, string>,
    locale: 'zh-CN',
  });
  try {
    const page = await app.firstWindow();
    await rehearse(page, mouse(page));
  } finally {
    await app.close();
    // Chromium's last children may still be writing.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});
