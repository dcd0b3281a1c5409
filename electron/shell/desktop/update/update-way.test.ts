import { expect, test } from 'vitest';
import { chooseUpdateWay, type Installation } from './update-way';

const DEVELOPER_ID =
  'Executable=/Applications/BotPier.app\nAuthority=Developer ID Application: Somebody (ABC)\n';
const AD_HOC = 'Executable=/Applications/BotPier.app\nSignature=adhoc\n';

const here = (changes: Partial<Installation>): Installation => ({
  isPackaged: true,
  platform: 'linux',
  env: {},
  program: '/opt/BotPier/botpier',
  run: async () => '',
  isWritable: async (folder) => folder.startsWith('/home/'),
  ...changes,
});

test.each<[string, Partial<Installation>, string | undefined]>([
  ['from its source', { isPackaged: false, env: { APPIMAGE: '/home/a/B.AppImage' } }, undefined],
  ['installed on Windows', { platform: 'win32' }, 'nsis'],
  ['portable on Windows', { platform: 'win32', env: { PORTABLE_EXECUTABLE_FILE: 'D:\\B.exe' } }, 'page'],
  ['as an AppImage', { env: { APPIMAGE: '/home/a/B.AppImage' } }, 'appImage'],
  ['as an AppImage that an administrator put there', { env: { APPIMAGE: '/opt/B.AppImage' } }, 'page'],
  ['as a Debian package', {}, 'page'],
  ['signed on macOS', { platform: 'darwin', run: async () => DEVELOPER_ID }, 'squirrel'],
  ['unsigned on macOS', { platform: 'darwin', run: async () => AD_HOC }, 'page'],
  [
    'on a macOS that cannot tell',
    {
      platform: 'darwin',
      run: async () => {
        throw new Error('code object is not signed at all');
      },
    },
    'page',
  ],
])('%s', async (_, changes, way) => {
  expect(await chooseUpdateWay(here(changes))).toBe(way);
});

test('macOS is asked about the whole app', async () => {
  const asked: string[] = [];
  const program = '/Applications/BotPier.app/Contents/MacOS/BotPier';
  const run = async (_: string, args: readonly string[]) => {
    asked.push(args.at(-1) ?? '');
    return '';
  };
  await chooseUpdateWay(here({ platform: 'darwin', program, run }));
  expect(asked).toEqual(['/Applications/BotPier.app']);
});
