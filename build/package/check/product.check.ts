import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSignedBy } from '../../../electron/shell/desktop/update/feed-key';
import manifest from '../../../package.json' with { type: 'json' };
import { packageConfig } from '../config';
import { readArchived } from './archive';
import { CHECKED } from './checked-packages';
import { run } from './run';

const ROOT = join(import.meta.dirname, '../../..');
const MOST_BYTES = 12_000_000;
/** What may be shipped inside an MIT-licensed program without making it something else. */
const FREE =
  /^(?!.*GPL)\(?(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|Unlicense)/;
const MADE = join(CHECKED, '.made');

const config = (env: NodeJS.ProcessEnv = {}) =>
  packageConfig({
    files: [],
    icons: {
      ico: join(MADE, 'icons/icon.ico'),
      icns: join(MADE, 'icons/icon.icns'),
      pngs: join(MADE, 'icons/linux'),
    },
    changelog: join(MADE, 'changelog.gz'),
    output: CHECKED,
    updateKey: undefined,
    env,
  });

const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { validateConfiguration } = builder('app-builder-lib/out/util/config/config.js');
const { DebugLogger } = builder('builder-util');
const validate = (value: object): Promise<void> => validateConfiguration(value, new DebugLogger(false));

test('the configuration fits the schema, which knows a wrong one', async () => {
  await validate(config());
  await expect(validate({ ...config(), win: { icn: 'icon.ico' } })).rejects.toThrow(/configuration\.win/);
});

test('every folder and file that the configuration names is there', async () => {
  const { mac, nsis } = config();
  for (const path of [
    mac?.entitlements,
    mac?.entitlementsInherit,
    nsis?.include,
    'build/package/release-notes.md',
  ]) {
    expect((await stat(join(ROOT, path ?? ''))).isFile()).toBe(true);
  }
});

test('what is shipped stays within its bounds', async () => {
  const { size } = await stat(join(CHECKED, 'linux/linux-unpacked/resources/app.asar'));
  expect(size).toBeLessThan(MOST_BYTES);
});

test('every feed is signed with the key that the app carries', async () => {
  const manifestOf = (archive: string) => JSON.parse(readArchived(join(CHECKED, archive), 'package.json'));
  const { updateKey } = manifestOf('linux/linux-unpacked/resources/app.asar');
  expect(manifestOf('win/win-unpacked/resources/app.asar').updateKey).toBe(updateKey);
  const feeds = (await readdir(CHECKED, { recursive: true })).filter((name) =>
    /(latest|beta)[^/]*\.yml$/.test(name),
  );
  expect(feeds).toHaveLength(8);
  for (const feed of feeds) {
    const text = await readFile(join(CHECKED, feed), 'utf8');
    expect(isSignedBy(updateKey, text, await readFile(join(CHECKED, `${feed}.sig`), 'utf8'))).toBe(true);
  }
});

test('every package whose code is shipped goes with its licence', () => {
  const text = readArchived(
    join(CHECKED, 'linux/linux-unpacked/resources/app.asar'),
    'out/renderer/licences.json',
  );
  const licences: { name: string; licence: string; text: string }[] = JSON.parse(text);
  const names = licences.map(({ name }) => name);
  for (const known of ['react', '@mantine/core', '@trpc/server', 'dockerode', 'electron-updater', 'zod']) {
    expect(names).toContain(known);
  }
  expect(licences.filter(({ licence }) => !FREE.test(licence))).toEqual([]);
});

test('nothing has to be installed for the program to run', () => {
  expect(Object.keys(manifest)).not.toContain('dependencies');
});

test('a hardened, notarized app is made only where there is something to sign and to notarize with', () => {
  const account = { APPLE_ID: 'a', APPLE_APP_SPECIFIC_PASSWORD: 'b', APPLE_TEAM_ID: 'c' };
  const look = (env: NodeJS.ProcessEnv) => {
    const { identity, hardenedRuntime, notarize } = config(env).mac ?? {};
    return { identity, hardenedRuntime, notarize };
  };
  expect(look({})).toEqual({ identity: '-', hardenedRuntime: false, notarize: false });
  expect(look(account)).toEqual({ identity: '-', hardenedRuntime: false, notarize: false });
  expect(look({ CSC_LINK: 'x' })).toEqual({ identity: undefined, hardenedRuntime: true, notarize: false });
  expect(look({ CSC_LINK: 'x', ...account })).toEqual({
    identity: undefined,
    hardenedRuntime: true,
    notarize: true,
  });
  expect(look({ CSC_LINK: 'x', APPLE_ID: 'a' }).notarize).toBe(false);
});

test('the icons are what their systems ask for', async () => {
  const ico = await run('icotool', '-l', join(MADE, 'icons/icon.ico'));
  expect([...ico.matchAll(/--width=(\d+)/g)].map((match) => Number(match[1]))).toEqual([
    16, 20, 24, 32, 40, 48, 64, 128, 256,
  ]);
  const icns = await readFile(join(MADE, 'icons/icon.icns'));
  expect(icns.subarray(0, 4).toString()).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  for (const name of await readdir(join(MADE, 'icons/linux'))) {
    const png = await readFile(join(MADE, 'icons/linux', name));
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(name);
  }
});
