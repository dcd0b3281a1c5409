import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, test } from '@playwright/test';

/** The installed program. Its fuses leave no way in for a debugger of Node: the window is reached from the outside. */
const program = process.env['BOTPIER_PACKAGED'] ?? '';

let dataDir: string;
test.beforeEach(async () => {
  expect(program, 'BOTPIER_PACKAGED says where the installed program is').not.toBe('');
  dataDir = await mkdtemp(join(tmpdir(), 'packaged-spec-'));
});
test.afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

async function endpointOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('no stderr');
  for await (const line of createInterface({ input: child.stderr })) {
    const endpoint = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
    if (endpoint) {
      child.stderr.resume();
      return endpoint;
    }
  }
  throw new Error('the program ended without a window');
}

function start(...args: string[]): ChildProcess {
  return spawn(program, [...args, '--rehearse', '--data-dir', dataDir, '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

test('the installed program shows the first screen', async () => {
  const child = start();
  const gone = once(child, 'exit');
  try {
    const browser = await chromium.connectOverCDP(await endpointOf(child));
    const firstPage = () => browser.contexts().flatMap((context) => context.pages())[0];
    await expect.poll(() => firstPage()?.title()).toMatch(/BotPier/);
    const page = firstPage();
    if (!page) throw new Error('the window went');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  } finally {
    child.kill();
    await gone;
  }
});

test('the installed program cannot be used as Node', async () => {
  const child = start('-e', 'process.exit(42)');
  const gone = once(child, 'exit');
  // A window is what comes in any case; Node would have gone with 42 at once.
  await endpointOf(child);
  child.kill();
  expect((await gone)[0]).not.toBe(42);
});
