import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { _electron, type ElectronApplication, type Request } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archivedFiles } from './archive';
import { CHECKED } from './checked-packages';

const ROOT = join(import.meta.dirname, '../../..');
const ARCHIVE = join(CHECKED, 'linux/linux-unpacked/resources/app.asar');

let folder: string;
let app: ElectronApplication;
beforeAll(async () => {
  // Far from our packages, so that a missing one is missed.
  folder = await mkdtemp(join(tmpdir(), 'packed app '));
  await mkdir(join(folder, 'data'));
  extractAll(ARCHIVE, join(folder, 'app'));
  app = await _electron.launch({
    executablePath: join(ROOT, 'e2e/standin/bin/electron'),
    args: [join(folder, 'app'), '--rehearse', '--data-dir', join(folder, 'data')],
    cwd: folder,
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(folder, 'config') },
  });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

test('what was packed is enough to get to the first screen and through it', async () => {
  const page = await app.firstWindow();
  const title = page.getByRole('heading', { level: 1 });
  await title.waitFor();
  expect(await page.title()).toMatch(/BotPier/);
  const asked = new Set<Request>();
  const missing: string[] = [];
  // Only what the new document asks for: whatever the old one was still fetching ahead is aborted by the reload.
  page.once('framenavigated', () => page.on('request', (request) => asked.add(request)));
  page.on('requestfailed', (request) => {
    if (asked.has(request)) missing.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  await page.reload();
  const first = await title.textContent();
  await page.getByRole('main').getByRole('button').first().click();
  const isThrough = async () => missing.length > 0 || (await title.textContent()) !== first;
  await expect.poll(isThrough, { timeout: 30_000 }).toBe(true);
  expect(missing).toEqual([]);
  expect(asked.size).toBeGreaterThan(0);
});

test('nothing of the other shells, of the tools or for developers was packed', () => {
  const odd = archivedFiles(ARCHIVE).filter((path) =>
    /node_modules|^out\/(?:web|cli|test|e2e)\/|\.map$|\.tsx?$|\.test\./.test(path),
  );
  expect(odd).toEqual([]);
});
