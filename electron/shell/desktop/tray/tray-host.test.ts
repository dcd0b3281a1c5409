import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasTrayHost } from './tray-host';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tray-host-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test.runIf(process.platform === 'linux').each([
  ['somebody shows icons', 'echo "   boolean true"', true],
  ['nobody does', 'echo "   boolean false"', false],
  ['there is no session', 'echo "Failed to open connection" >&2; exit 1', undefined],
])('asks the session bus: %s', async (_what, script, wanted) => {
  const program = join(dir, 'dbus-send');
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  expect(await hasTrayHost('linux', program)).toBe(wanted);
});

test('without the program nobody knows', async () => {
  expect(await hasTrayHost('linux', join(dir, 'missing'))).toBeUndefined();
});

test.each(['darwin', 'win32'] as const)('%s always has one', async (platform) => {
  expect(await hasTrayHost(platform, join(dir, 'missing'))).toBe(true);
});
