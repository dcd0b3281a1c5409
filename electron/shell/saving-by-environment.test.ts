import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestApp } from '../app/create-test-app';
import {
  createTestPlace,
  OWNER,
  REPOSITORY,
  setUpAnswering,
  setUpSaved,
  type TestPlace,
} from '../app/sync/test-saving';
import type { BotView } from '../contract/view';
import { createManualClock } from '../lib/manual-clock';
import { startSaving, takeSavingWish } from './start-saving';
import { UsageError } from './usage-error';

const clock = createManualClock(Date.UTC(2026, 10, 29));
let place: TestPlace;
let said: string[];
beforeEach(async () => {
  place = await createTestPlace();
  said = [];
});
afterEach(() => place.close());

const file = (name: string) => join(place.code.root, name);
function start({ app }: TestApp, more: Record<string, string> = {}) {
  const env: Record<string, string | undefined> = {
    github_project: REPOSITORY,
    github_secret: place.token,
    ...more,
  };
  const saver = startSaving(app, takeSavingWish(env), {
    language: 'en',
    write: (line) => void said.push(line),
    clock,
  });
  if (!saver) throw new Error('the environment says nothing');
  return { env, saver };
}

it('saves a bot that answers as the environment says, and tells that it is ready', async () => {
  const app = await place.app();
  const bot = await setUpAnswering(app);
  const { env, saver } = start(app, {
    BOTPIER_RECOVERY_KEY_FILE: file('key'),
    BACKUP_INTERVAL_SECONDS: '600',
    LARGE_THRESHOLD: '20000000',
    READINESS_FILE: file('ready'),
    SYNC_LOG_DIR: file('logs'),
    RELEASE_TAG: 'blobs',
  });
  expect(env['github_secret']).toBeUndefined();
  await writeFile(file('ready'), 'of an earlier run');
  expect(await saver.bringBack()).toBeUndefined();
  await expect(stat(file('ready'))).rejects.toThrow();
  const stop = saver.follow();
  await app.until('a save', ({ sync }) => sync?.lastSuccess !== undefined && !sync.running);
  await saver.idle();
  stop();

  expect(app.bot().sync?.settings).toMatchObject({
    repository: REPOSITORY,
    branch: 'main',
    intervalSeconds: 600,
    thresholdMb: 20,
  });
  expect(await readFile(file('ready'), 'utf8')).toBe('2026-11-29T00:00:00.000Z\n');
  expect(await readFile(file('logs/backup.log'), 'utf8')).toMatch(
    /^\[2.*\] saved files=\d+ bytes=\d+ ms=\d+\n/,
  );
  expect((await stat(file('key'))).mode & 0o777).toBe(0o600);
  expect(said).toEqual([
    expect.stringContaining('RELEASE_TAG'),
    `From now on the bot is saved to ${REPOSITORY}`,
  ]);
  const key = (await readFile(file('key'), 'utf8')).trim();
  const containers = JSON.stringify(await app.engine.containers.list(bot));
  for (const secret of [place.token, key])
    expect([...app.log, ...said, containers].join('\n')).not.toContain(secret);
});

it('leaves the recovery key to the page where nobody names a file for it', async () => {
  const app = await place.app();
  await setUpAnswering(app);
  const { saver } = start(app);
  const stop = saver.follow();
  await app.until('set up', ({ sync }) => sync !== undefined);
  await saver.idle();
  stop();
  expect(app.bot().sync?.hold).toBe('keyUnconfirmed');
  expect(said.at(-1)).toContain('write down the recovery key');
});

it('brings a saved bot back where there is none yet, once it has the key', { timeout: 90_000 }, async () => {
  const { bot, recoveryKey } = await setUpSaved(place);
  const other = await place.app();
  expect(await start(other).saver.bringBack()).toBeUndefined();
  expect(said.at(-1)).toContain('BOTPIER_RECOVERY_KEY_FILE');
  await writeFile(file('key'), `${recoveryKey}\n`);
  const { saver } = start(other, { BOTPIER_RECOVERY_KEY_FILE: file('key'), READINESS_FILE: file('ready') });
  expect(await saver.bringBack()).toEqual(expect.any(String));
  const stop = saver.follow();
  const isAnswering = ({ chain }: BotView) =>
    chain.every(({ id, state }) => id === 'sync' || state.kind === 'ok');
  await other.until('answers', (view) => view.chain.length > 0 && isAnswering(view), 60_000);
  await saver.idle();
  await stat(file('ready'));
  await other.until('saved again', ({ sync }) => sync?.lastSuccess !== undefined && !sync.running, 30_000);
  stop();
  expect(other.bot().sync?.settings.repository).toBe(REPOSITORY);
  expect(said.filter((line) => line.includes('not set up'))).toEqual([]);
  expect(bot).toBeDefined();
});

it('says what is in the way, tries again what may pass, and changes no bot that is saved elsewhere', async () => {
  const app = await place.app();
  await setUpAnswering(app);
  place.code.host.faults.set('lineCut', {});
  const { saver } = start(app, { BOTPIER_RECOVERY_KEY_FILE: file('key') });
  const stop = saver.follow();
  await saver.idle();
  expect(said.at(-1)).toContain('syncOffline');
  place.code.host.faults.clear();
  await clock.advance(180_000);
  await app.until('a save', ({ sync }) => sync?.lastSuccess !== undefined && !sync.running);
  await saver.idle();
  stop();
  const elsewhere = start(app, { github_project: `${OWNER}/other` }).saver;
  elsewhere.follow()();
  await elsewhere.idle();
  expect(said.at(-1)).toContain(`saved to ${REPOSITORY} already`);

  await app.secrets.delete(`bot.${app.bot().id}.sync.token`);
  await app.restart();
  await app.until('the token missed', ({ sync }) => sync?.token === 'absent');
  place.code.host.tokens.revoke(place.token);
  const refused = start(app).saver;
  refused.follow()();
  await refused.idle();
  expect(said.at(-1)).toContain('syncTokenRefused');
  place.token = place.code.host.tokens.add({ owner: OWNER });
  const renewed = start(app).saver;
  renewed.follow()();
  await renewed.idle();
  await app.until('the other token', ({ sync }) => sync?.token === 'present');
});

it('saves once for a program that ends', async () => {
  const app = await place.app();
  await setUpAnswering(app);
  const { saver } = start(app, { BOTPIER_RECOVERY_KEY_FILE: file('key'), READINESS_FILE: file('ready') });
  await saver.once();
  expect(app.bot().sync?.runs[0]).toMatchObject({
    outcome: expect.stringMatching(/^(?:un)?(?:saved|changed)$/),
  });
  await stat(file('ready'));
});

it('is refused, in words and without a value, when it cannot be understood', () => {
  const env: Record<string, string | undefined> = {
    github_secret: place.token,
    BACKUP_INTERVAL_SECONDS: '3m',
  };
  expect(() => takeSavingWish(env)).toThrow(UsageError);
  expect(env['github_secret']).toBeUndefined();
  expect(() => takeSavingWish({ github_secret: place.token })).toThrow('github_project is not set');
  expect(takeSavingWish({})).toBeUndefined();
});
