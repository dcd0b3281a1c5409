import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { archivedFiles, changedFiles, fusesOf, integrityOf, WANTED_FUSES, wantedFiles } from './archive';
import { CHECKED } from './checked-packages';
import { run } from './run';

const folder = join(CHECKED, 'mac');
const { version } = manifest;

describe.each([
  { arch: 'x64', unpacked: 'mac' },
  { arch: 'arm64', unpacked: 'mac-arm64' },
])('macOS $arch', ({ arch, unpacked }) => {
  const app = join(folder, unpacked, 'BotPier.app');
  const contents = join(app, 'Contents');
  const archive = join(contents, 'Resources/app.asar');
  const properties = () => readFile(join(contents, 'Info.plist'), 'utf8');

  test('the archive holds what the program reaches, unchanged, and nothing else', async () => {
    expect(archivedFiles(archive)).toEqual(await wantedFiles());
    expect(await changedFiles(archive)).toEqual([]);
  });

  test('the fuses are set', async () => {
    expect(await fusesOf(app)).toEqual(WANTED_FUSES);
  });

  test('the program tells its name, version, oldest system and category', async () => {
    const text = await properties();
    expect(stringOf(text, 'CFBundleIdentifier')).toBe('io.github.botpier.BotPier');
    expect(stringOf(text, 'CFBundleName')).toBe('BotPier');
    expect(stringOf(text, 'CFBundleShortVersionString')).toBe(version);
    expect(stringOf(text, 'LSMinimumSystemVersion')).toBe('13.0');
    expect(stringOf(text, 'LSApplicationCategoryType')).toBe('public.app-category.utilities');
    expect(await readdir(join(contents, 'Resources'))).toContain(stringOf(text, 'CFBundleIconFile'));
  });

  test('links of botpier:// open it', async () => {
    expect(await properties()).toMatch(
      /<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>botpier<\/string>\s*<\/array>/,
    );
  });

  test('pages may load nothing over plain HTTP', async () => {
    expect(await properties()).toMatch(/<key>NSAllowsArbitraryLoads<\/key>\s*<false\/>/);
    expect(await properties()).not.toMatch(/<key>NSAllowsArbitraryLoads<\/key>\s*<true\/>/);
  });

  test('the program knows its archive by its hash', async () => {
    const text = await properties();
    expect(text).toContain('<key>Resources/app.asar</key>');
    expect(stringOf(text, 'algorithm')).toBe('SHA256');
    expect(stringOf(text, 'hash')).toBe(integrityOf(archive));
  });

  test('its helpers carry its name, and its framework its links', async () => {
    const frameworks = await readdir(join(contents, 'Frameworks'));
    expect(frameworks.filter((name) => name.includes('Helper')).sort()).toEqual([
      'BotPier Helper (GPU).app',
      'BotPier Helper (Plugin).app',
      'BotPier Helper (Renderer).app',
      'BotPier Helper.app',
    ]);
    const link = join(contents, 'Frameworks/Electron Framework.framework/Electron Framework');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  test('only the languages of the product are left', async () => {
    const names = (await readdir(join(contents, 'Resources'))).filter((name) => name.endsWith('.lproj'));
    expect(names.sort()).toEqual(['en.lproj', 'zh_CN.lproj', 'zh_TW.lproj']);
  });

  test('the archive for updates holds the app and is what the feed says', async () => {
    const zip = `BotPier-${version}-mac-${arch}.zip`;
    expect(await run('7za', 'l', '-ba', join(folder, zip))).toContain('BotPier.app/Contents/Info.plist');
    expect(await readFile(join(folder, 'latest-mac.yml'), 'utf8')).toContain(`url: ${zip}`);
  });
});

/** The text that follows a key in a property list. */
function stringOf(text: string, key: string): string | undefined {
  return new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(text)?.[1];
}
