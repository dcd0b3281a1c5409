import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, expect, type Page } from '@playwright/test';
import { type FeedServer, startFeedServer } from '../../electron/shell/desktop/update/test-feed-server';
import { callApp } from './call-app';
import { test as base, executablePath, root } from './desktop-test';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const UPDATE_KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const OLD_PROGRAM = 'the old program';
/** Tells who started it. */
const NEW_PROGRAM = Buffer.from(
  '#!/bin/sh\nprintf "%s" "started[$APPIMAGE]" > "$0.tmp" && mv "$0.tmp" "$0.started"\n',
);

/** An installed AppImage that looks for newer versions at a mirror on this computer. */
const test = base.extend<{ mirror: FeedServer; appImage: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  mirror: async ({}, use) => {
    const mirror = await startFeedServer();
    await use(mirror);
    await mirror.close();
  },
  appImage: async ({ dataDir }, use) => {
    const path = join(dataDir, 'BotPier.AppImage');
    await writeFile(path, OLD_PROGRAM);
    await chmod(path, 0o755);
    await use(path);
  },
  app: async ({ dataDir, mirror, appImage }, use) => {
    const resources = join(dataDir, 'resources');
    await mkdir(resources);
    await writeFile(join(resources, 'package.json'), JSON.stringify({ updateKey: UPDATE_KEY }));
    await writeFile(
      join(resources, 'app-update.yml'),
      'provider: generic\nupdaterCacheDirName: botpier-updater\n',
    );
    await writeFile(
      join(dataDir, 'settings.json'),
      JSON.stringify({ updates: { automatic: false, mirrors: [mirror.url] } }),
    );
    const app = await _electron.launch({
      ...(executablePath && { executablePath }),
      args: ['.', '--data-dir', dataDir],
      cwd: root,
      env: {
        ...(process.env as Record<string, string>),
        XDG_CACHE_HOME: join(dataDir, 'cache'),
        XDG_CONFIG_HOME: join(dataDir, 'config'),
        APPIMAGE: appImage,
        STANDIN_RESOURCES: resources,
        STANDIN_VERSION: '0.1.0',
      },
    });
    await use(app);
    await app.close().catch(() => {});
  },
});

test.skip(!executablePath, 'Electron that was started from a source tree has no package to replace');

const stateOf = async (page: Page) =>
  ((await callApp(page, 'query', 'view')) as { update?: { state: { kind: string } } }).update?.state;

test('a newer version is found at a mirror, fetched, put in the place of the old one and started', async ({
  app,
  page,
  mirror,
  appImage,
}) => {
  mirror.offer('0.2.0', NEW_PROGRAM, { notes: '- 更快' });
  mirror.sign(privateKey);
  await callApp(page, 'mutation', 'update.check');
  expect(await stateOf(page)).toMatchObject({
    kind: 'available',
    release: { version: '0.2.0', notes: '- 更快' },
  });

  await callApp(page, 'mutation', 'update.download');
  await expect.poll(async () => (await stateOf(page))?.kind).toBe('ready');
  expect(await readFile(appImage, 'utf8')).toBe(OLD_PROGRAM);

  const exit = once(app.process(), 'exit');
  // The pipe goes with the app.
  void callApp(page, 'mutation', 'update.install').catch(() => {});
  expect((await exit)[0]).toBe(0);
  expect(await readFile(appImage)).toEqual(NEW_PROGRAM);
  expect((await stat(appImage)).mode & 0o111).toBe(0o111);
  const started = () => readFile(`${appImage}.started`, 'utf8').catch(() => '');
  await expect.poll(started).toBe('started[]');
});

test('a feed that cannot be reached is told, and nothing is replaced on quitting', async ({
  app,
  page,
  appImage,
}) => {
  await callApp(page, 'mutation', 'update.check');
  expect(await stateOf(page)).toMatchObject({ kind: 'failed', doing: 'check', problem: 'unreachable' });
  const exit = once(app.process(), 'exit');
  await app.evaluate(({ app }) => app.quit()).catch(() => {});
  await exit;
  expect(await readFile(appImage, 'utf8')).toBe(OLD_PROGRAM);
});
