import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestApp } from '../../app/create-test-app';
import { createTestPlace, REPOSITORY, setUpAnswering, type TestPlace } from '../../app/sync/test-saving';
import type { CliEvent } from './cli-event';
import { type SyncBotSession, syncNow, syncOff, syncRestore, syncSetUp, syncStatus } from './sync';
import { textsFor } from './texts-for';
import { isGreen } from './up';

let place: TestPlace;
let dir: string;
let out: string[];
let events: CliEvent[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-cli-sync-'));
  place = await createTestPlace();
  writeFileSync(join(dir, 'token'), `${place.token}\n`);
  out = [];
  events = [];
});
afterEach(async () => {
  await place.close();
  rmSync(dir, { recursive: true });
});

const session = (app: TestApp, json = false): SyncBotSession => ({
  app: app.app,
  bot: app.bot(),
  language: 'zh',
  texts: textsFor('zh', {}),
  terminal: undefined,
  reporter: { report: (event) => void events.push(event) },
  signal: new AbortController().signal,
  write: (text) => void out.push(text),
  json,
});

test('setup, now, status, restore on another computer, off', async () => {
  const app = await place.app();
  await setUpAnswering(app);
  expect(await syncStatus(session(app))).toBe(1);
  expect(out.join('')).toContain('botpier sync setup');

  const tokenFile = join(dir, 'token');
  expect(await syncSetUp(session(app), { repository: REPOSITORY, tokenFile })).toBe(2);
  expect(events).toMatchObject([{ event: 'error', flag: '--recovery-key-file <file>' }]);
  const recoveryKeyFile = join(dir, 'key');
  expect(await syncSetUp(session(app), { repository: REPOSITORY, tokenFile, recoveryKeyFile })).toBe(0);
  expect(readFileSync(recoveryKeyFile, 'utf8')).toMatch(/^AGE-SECRET-KEY-1\w+\n$/);
  expect(statSync(recoveryKeyFile).mode & 0o777).toBe(0o600);
  expect(out.join('')).not.toContain('AGE-SECRET-KEY');

  out = [];
  expect(await syncNow(session(app, true))).toBe(0);
  expect(JSON.parse(out.join(''))).toMatchObject({
    event: 'saved',
    outcome: expect.stringMatching(/saved|unchanged/),
  });
  out = [];
  expect(await syncStatus(session(app))).toBe(0);
  expect(out.join('')).toContain(`存在 ${REPOSITORY}（分支 main）`);
  expect(out.join('')).not.toContain(place.token);

  const fresh = await place.app();
  const back = await syncRestore(
    session(fresh),
    { repository: REPOSITORY, tokenFile, recoveryKeyFile },
    isGreen,
  );
  expect(back).toBe(0);

  expect(await syncOff(session(app))).toBe(2);
  expect(await syncOff(session(app), { yes: true })).toBe(0);
  expect(app.bot().sync).toBeUndefined();
}, 180_000);
