import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { autostartEntry } from './autostart-entry';
import { hiddenCommand, startByFile, startByLoginItem } from './start-at-login';

describe('the autostart file', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'autostart-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const file = () => join(dir, 'autostart/io.github.botpier.BotPier.desktop');

  test('comes and goes with the wish, and is left alone while it is right', async () => {
    const start = startByFile(['/opt/BotPier/botpier', '--hidden'], { XDG_CONFIG_HOME: dir });
    await start.set(false);
    await start.set(true);
    expect(await readFile(file(), 'utf8')).toContain('\nExec="/opt/BotPier/botpier" "--hidden"\n');
    const before = await stat(file());
    await start.set(true);
    expect((await stat(file())).ino).toBe(before.ino);
    await start.set(false);
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  test('follows a program that has moved', async () => {
    await startByFile(['/old'], { XDG_CONFIG_HOME: dir }).set(true);
    await startByFile(['/new'], { XDG_CONFIG_HOME: dir }).set(true);
    expect(await readFile(file(), 'utf8')).toContain('Exec="/new"');
  });

  test('lies in the home folder where nothing else is said', async () => {
    await startByFile(['/opt/botpier'], {}, dir).set(true);
    await expect(
      stat(join(dir, '.config/autostart/io.github.botpier.BotPier.desktop')),
    ).resolves.toBeTruthy();
  });
});

test.each([
  ['/opt/Bot Pier/botpier', '"/opt/Bot Pier/botpier"'],
  ['/opt/100%/botpier', '"/opt/100%%/botpier"'],
  ['/opt/$HOME`x`"y"', '"/opt/\\\\$HOME\\\\`x\\\\`\\\\"y\\\\""'],
  [String.raw`/opt/a\b`, String.raw`"/opt/a\\\\b"`],
  ['/opt/a\nExec=evil', String.raw`"/opt/a\nExec=evil"`],
])('the program %j is written as %s', (program, written) => {
  expect(autostartEntry([program])).toContain(`\nExec=${written}\n`);
});

test('the list of the system is asked and told with the same program and arguments', async () => {
  const calls: unknown[] = [];
  let openAtLogin = false;
  const start = startByLoginItem(
    {
      getLoginItemSettings: (options) => {
        calls.push(['get', options]);
        return { openAtLogin } as ReturnType<Electron.App['getLoginItemSettings']>;
      },
      setLoginItemSettings: (settings) => {
        calls.push(['set', settings]);
        openAtLogin = settings.openAtLogin ?? false;
      },
    },
    ['C:\\BotPier.exe', '--hidden'],
  );
  const which = { path: 'C:\\BotPier.exe', args: ['--hidden'] };
  await start.set(true);
  await start.set(true);
  await start.set(false);
  expect(calls).toEqual([
    ['get', which],
    ['set', { openAtLogin: true, ...which }],
    ['get', which],
    ['get', which],
    ['set', { openAtLogin: false, ...which }],
  ]);
});

test('an AppImage is started by its own file, an unpacked build by its folder', () => {
  const at = (isPackaged: boolean) => ({ isPackaged, getAppPath: () => '/src/botpier' });
  expect(hiddenCommand(at(true), { APPIMAGE: '/home/me/BotPier.AppImage' })).toEqual([
    '/home/me/BotPier.AppImage',
    '--hidden',
  ]);
  expect(hiddenCommand(at(false), {})).toEqual([process.execPath, '/src/botpier', '--hidden']);
});
