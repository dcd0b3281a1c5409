import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InstalledAppImage, installAppImage, OLD_PROGRAM } from './test-app-image';
import { type FeedServer, packageName, sha512Of, startFeedServer } from './test-feed-server';
import type { Bytes } from './update-driver';

const NEW_PROGRAM = Buffer.alloc(300_000, 'the new program ');
const OTHER_PROGRAM = Buffer.alloc(300_000, 'something else ');

const feedWith = (url: string) =>
  `version: 1.3.0\nfiles: [{url: "${url}", sha512: "${sha512Of(NEW_PROGRAM)}"}]\n`;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const FEED_KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

let official: FeedServer;
let mirror: FeedServer;
let installed: InstalledAppImage;
beforeEach(async () => {
  [official, mirror, installed] = await Promise.all([
    startFeedServer(),
    startFeedServer(),
    installAppImage(FEED_KEY),
  ]);
});
afterEach(() => Promise.all([official.close(), mirror.close(), installed.remove()]));

const check = (...feeds: FeedServer[]) =>
  installed.driver.check(
    feeds.map(({ url }) => url),
    'latest',
  );
const program = () => readFile(installed.path, 'utf8');
const downloaded = () => join(dirname(installed.path), 'cache/botpier-updater/pending', packageName('1.3.0'));

describe('looking', () => {
  test('finds a newer version, with its notes as text and the day it came out', async () => {
    official.offer('1.3.0', NEW_PROGRAM, { notes: '## 中文\n- 更快' });
    expect(await check(official)).toEqual({
      kind: 'newer',
      release: { version: '1.3.0', notes: '## 中文\n- 更快', publishedAt: Date.UTC(2026, 10, 20, 8) },
    });
  });

  test.each([
    ['1.2.0', 'same'],
    ['1.1.9', 'older'],
    ['1.2.0-beta.3', 'older'],
  ])('%s is %s', async (version, kind) => {
    official.offer(version, NEW_PROGRAM);
    expect(await check(official)).toEqual({ kind, version });
  });

  test('a version that asks for a newer system is not yet for this one', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    official.files.set(
      '/latest-linux.yml',
      `${official.files.get('/latest-linux.yml')}minimumSystemVersion: 999.0.0\n`,
    );
    expect(await check(official)).toEqual({ kind: 'notYet', version: '1.3.0' });
  });

  test('each channel has its own feed', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    official.files.set(
      '/beta-linux.yml',
      String(official.files.get('/latest-linux.yml')).replaceAll('1.3.0', '1.4.0-beta.1'),
    );
    expect(await installed.driver.check([official.url], 'beta')).toMatchObject({
      release: { version: '1.4.0-beta.1' },
    });
    expect(await check(official)).toMatchObject({ release: { version: '1.3.0' } });
  });

  test('does not name this installation to the feed', async () => {
    const seen: string[] = [];
    official.offer('1.3.0', NEW_PROGRAM);
    const feed = String(official.files.get('/latest-linux.yml'));
    official.files.set('/latest-linux.yml', (response) => {
      seen.push(...Object.keys(response.req.headers));
      response.end(feed);
    });
    await check(official);
    expect(seen).not.toEqual([]);
    expect(seen.filter((name) => /id|staging/.test(name))).toEqual([]);
  });

  test.each([
    ['nothing is there', undefined, 'unreachable'],
    ['the server is broken', 503, 'unreachable'],
    ['the line is cut', 'cut', 'unreachable'],
    ['a page is shown instead', '<!doctype html><title>Sign in</title>', 'feedInvalid'],
    ['it is no YAML', 'version: [1.3.0', 'feedInvalid'],
    ['it is empty', '', 'feedInvalid'],
    ['the version is none', 'version: newest\nfiles: [{url: a, sha512: b}]\n', 'feedInvalid'],
    ['there is no checksum', 'version: 1.3.0\nfiles: [{url: a.AppImage}]\n', 'feedInvalid'],
    ['there is no file', 'version: 1.3.0\nfiles: []\n', 'feedInvalid'],
    ['it leads elsewhere', feedWith('https://elsewhere.example/B.AppImage'), 'feedInvalid'],
    ['it leads out of its folder', feedWith('../B.AppImage'), 'feedInvalid'],
  ])('when %s, that is told by its kind', async (_, answer, problem) => {
    if (typeof answer === 'number') {
      official.files.set('/latest-linux.yml', (response) => response.writeHead(answer).end());
    } else if (answer === 'cut') {
      official.files.set('/latest-linux.yml', (response) => response.destroy());
    } else if (answer !== undefined) official.files.set('/latest-linux.yml', answer);
    await expect(check(official)).rejects.toMatchObject({ name: 'UpdateFailure', problem });
    // What was wrong with one feed is made good by the next.
    mirror.offer('1.3.0', NEW_PROGRAM);
    mirror.sign(privateKey);
    expect(await check(official, mirror)).toMatchObject({ kind: 'newer' });
  });

  test('what the official feed says counts, whatever a mirror says', async () => {
    official.offer('1.2.0', NEW_PROGRAM);
    mirror.offer('9.9.9', OTHER_PROGRAM);
    expect(await check(official, mirror)).toEqual({ kind: 'same', version: '1.2.0' });
    expect(mirror.asked).toEqual([]);
  });

  test.each([
    ['without a signature', () => {}],
    ['signed by somebody else', () => mirror.sign(generateKeyPairSync('ed25519').privateKey)],
    [
      'changed after it was signed',
      () => {
        mirror.sign(privateKey);
        mirror.offer('1.3.1', OTHER_PROGRAM);
      },
    ],
  ])("a mirror's feed %s is not believed", async (_, spoil) => {
    mirror.offer('1.3.0', NEW_PROGRAM);
    spoil();
    await expect(check(official, mirror)).rejects.toMatchObject({ problem: 'unreachable' });
    expect(mirror.asked).toContain('/latest-linux.yml.sig');
  });

  test('a copy without a key believes no mirror', async () => {
    mirror.offer('1.3.0', NEW_PROGRAM);
    mirror.sign(privateKey);
    const keyless = await installAppImage();
    const feeds = [official.url, mirror.url];
    await expect(keyless.driver.check(feeds, 'latest')).rejects.toMatchObject({ problem: 'unreachable' });
    await keyless.remove();
  });

  test('a feed that never answers is left after a while', async () => {
    let asked = () => {};
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    official.files.set('/latest-linux.yml', () => asked());
    mirror.offer('1.3.0', NEW_PROGRAM);
    mirror.sign(privateKey);
    const found = check(official, mirror);
    await waiting;
    await installed.clock.advance(30_000);
    expect(await found).toMatchObject({ kind: 'newer' });
  });
});

describe('downloading', () => {
  test('fetches what was announced, tells how far it is, and installs it over the old program', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    await check(official);
    const progress: Bytes[] = [];
    await installed.driver.download((bytes) => progress.push(bytes));
    expect(progress.at(-1)).toMatchObject({ doneBytes: NEW_PROGRAM.length, totalBytes: NEW_PROGRAM.length });
    expect(await program()).toBe(OLD_PROGRAM);

    installed.driver.installAtEnd(false);
    expect(await program()).toBe(NEW_PROGRAM.toString());
    expect((await stat(installed.path)).mode & 0o777).toBe(0o755);
  });

  test('the new program is started where that is wished, and not told of the old one', async () => {
    const script = Buffer.from(
      '#!/bin/sh\nprintf "started[$APPIMAGE]" > "$0.tmp"; mv "$0.tmp" "$0.started"\n',
    );
    official.offer('1.3.0', script);
    await check(official);
    await installed.driver.download(() => {});
    installed.driver.installAtEnd(true);
    const said = () => readFile(`${installed.path}.started`, 'utf8').catch(() => undefined);
    await expect.poll(said, { timeout: 10_000 }).toBe('started[]');
  });

  test('a package that is not what the feed announced is thrown away', async () => {
    official.offer('1.3.0', OTHER_PROGRAM, { sha512: sha512Of(NEW_PROGRAM) });
    await check(official);
    await expect(installed.driver.download(() => {})).rejects.toMatchObject({ problem: 'checksum' });
    await expect(stat(downloaded())).rejects.toMatchObject({ code: 'ENOENT' });
    expect(() => installed.driver.installAtEnd(false)).toThrow();
    expect(await program()).toBe(OLD_PROGRAM);
  });

  test('what the official place cannot give comes from a mirror, if it is the same', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    official.files.delete(`/${packageName('1.3.0')}`);
    mirror.offer('1.3.0', NEW_PROGRAM);
    await check(official, mirror);
    await installed.driver.download(() => {});
    installed.driver.installAtEnd(false);
    expect(await program()).toBe(NEW_PROGRAM.toString());
  });

  test('a mirror that has another package under the same name is not believed', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    official.files.delete(`/${packageName('1.3.0')}`);
    mirror.offer('1.3.0', OTHER_PROGRAM);
    await check(official, mirror);
    await expect(installed.driver.download(() => {})).rejects.toMatchObject({ problem: 'unreachable' });
    expect(mirror.asked).toContain(`/${packageName('1.3.0')}`);
    await expect(stat(downloaded())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a download that is cut in the middle is told, and succeeds the next time', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    official.files.set(`/${packageName('1.3.0')}`, (response) => {
      response.writeHead(200, { 'content-length': NEW_PROGRAM.length });
      response.write(NEW_PROGRAM.subarray(0, 1_000), () => response.destroy());
    });
    await check(official);
    await expect(installed.driver.download(() => {})).rejects.toMatchObject({ problem: 'interrupted' });
    official.offer('1.3.0', NEW_PROGRAM);
    await check(official);
    await installed.driver.download(() => {});
    installed.driver.installAtEnd(false);
    expect(await program()).toBe(NEW_PROGRAM.toString());
  });

  test('a download that stands still is given up', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    let sent = () => {};
    const begun = new Promise<void>((resolve) => {
      sent = resolve;
    });
    official.files.set(`/${packageName('1.3.0')}`, (response) => {
      response.writeHead(200, { 'content-length': NEW_PROGRAM.length });
      response.write(NEW_PROGRAM.subarray(0, 1_000), () => sent());
    });
    await check(official);
    const download = expect(installed.driver.download(() => {})).rejects.toMatchObject({
      problem: 'interrupted',
    });
    await begun;
    await installed.clock.advance(60_000);
    await download;
  });

  test('an installation that does not succeed leaves the old program as it was', async () => {
    official.offer('1.3.0', NEW_PROGRAM);
    await check(official);
    await installed.driver.download(() => {});
    await rm(downloaded());
    expect(() => installed.driver.installAtEnd(false)).toThrow();
    expect(await program()).toBe(OLD_PROGRAM);
    expect((await stat(installed.path)).mode & 0o777).toBe(0o755);
  });
});
