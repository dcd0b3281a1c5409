import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { archivedFiles, changedFiles, fusesOf, WANTED_FUSES, wantedFiles } from './archive';
import { CHECKED } from './checked-packages';
import { RUNTIME } from './fake-tools';
import { run } from './run';

const built = (name: string) => join(CHECKED, 'linux', name);
const DESKTOP = 'io.github.botpier.BotPier.desktop';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'package-check-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test('there is a package of each kind for each processor, and a feed of each channel', async () => {
  const names = (await readdir(join(CHECKED, 'linux'))).filter((name) => /^BotPier-|yml$/.test(name));
  const version = manifest.version;
  expect(names.filter((name) => name !== 'builder-debug.yml').sort()).toEqual(
    [
      `BotPier-${version}-linux-x86_64.AppImage`,
      `BotPier-${version}-linux-arm64.AppImage`,
      `BotPier-${version}-linux-amd64.deb`,
      `BotPier-${version}-linux-arm64.deb`,
      'latest-linux.yml',
      'latest-linux-arm64.yml',
      'beta-linux.yml',
      'beta-linux-arm64.yml',
    ].sort(),
  );
});

describe.each([
  { arch: 'x64', unpacked: 'linux-unpacked', deb: 'amd64', appImage: 'x86_64' },
  { arch: 'arm64', unpacked: 'linux-arm64-unpacked', deb: 'arm64', appImage: 'arm64' },
])('Linux $arch', ({ unpacked, deb, appImage }) => {
  const folder = built(unpacked);
  const archive = join(folder, 'resources/app.asar');

  test('the archive holds what the program reaches, unchanged, and nothing else', async () => {
    expect(archivedFiles(archive)).toEqual(await wantedFiles());
    expect(await changedFiles(archive)).toEqual([]);
    expect(await readdir(join(folder, 'resources'))).not.toContain('app.asar.unpacked');
  });

  test('the fuses are set', async () => {
    expect(await fusesOf(join(folder, 'botpier'))).toEqual(WANTED_FUSES);
  });

  test('only the languages of the product are left', async () => {
    expect(await readdir(join(folder, 'locales'))).toEqual(['en-US.pak', 'zh-CN.pak', 'zh-TW.pak']);
  });

  test('lintian finds nothing', async () => {
    const path = built(`BotPier-${manifest.version}-linux-${deb}.deb`);
    const said = await run('lintian', '--allow-root', '--fail-on', 'error,warning', path);
    expect(said.split('\n').filter((line) => /^[EW]:/.test(line))).toEqual([]);
  });

  test('the Debian package unpacks to /opt, with its entry in the menu, icons and licence', async () => {
    const path = built(`BotPier-${manifest.version}-linux-${deb}.deb`);
    const root = join(scratch, deb);
    await run('dpkg-deb', '-x', path, root);
    expect(await readdir(join(root, 'opt'))).toEqual(['BotPier']);
    expect((await stat(join(root, 'opt/BotPier/botpier'))).mode & 0o111).toBe(0o111);
    expect((await readdir(join(root, 'usr/share/icons/hicolor'))).sort()).toEqual(
      ['16x16', '24x24', '32x32', '48x48', '64x64', '128x128', '256x256', '512x512'].sort(),
    );
    expect(await readFile(join(root, 'usr/share/doc/botpier/copyright'), 'utf8')).toContain('License: Expat');
    const fields = await run('dpkg-deb', '-f', path);
    expect(fields).toContain(`Version: ${manifest.version}`);
    expect(fields).toContain(`Architecture: ${deb}`);
    await checkDesktopFile(join(root, 'usr/share/applications', DESKTOP), '/opt/BotPier/botpier');
  });

  test('the AppImage carries the same program, and knows where newer ones are', async () => {
    const path = built(`BotPier-${manifest.version}-linux-${appImage}.AppImage`);
    const root = join(scratch, `${deb}-appimage`);
    await run('unsquashfs', '-q', '-n', '-o', String(RUNTIME.length), '-d', root, path);
    expect(await readFile(join(root, 'resources/app.asar'))).toEqual(await readFile(archive));
    expect(await readFile(join(root, 'resources/app-update.yml'), 'utf8')).toContain(
      'updaterCacheDirName: botpier-updater',
    );
    await checkDesktopFile(join(root, DESKTOP), 'AppRun');
  });
});

async function checkDesktopFile(path: string, program: string): Promise<void> {
  expect(await run('desktop-file-validate', path)).toBe('');
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines).toContain('Icon=botpier');
  expect(lines).toContain('MimeType=x-scheme-handler/botpier;');
  expect(lines).toContain('Name[zh_CN]=机器人码头 BotPier');
  expect(lines.find((line) => line.startsWith('Exec='))).toMatch(new RegExp(`^Exec=${program}.* %U$`));
  // Else windows are not grouped under the icon.
  expect(lines.find((line) => line.startsWith('StartupWMClass='))).toMatch(/^StartupWMClass=.+/);
  expect(manifest.desktopName).toBe(DESKTOP);
}
