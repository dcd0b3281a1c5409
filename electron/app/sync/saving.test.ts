import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { volumeName } from '../../plan/names';
import { addFiles, treeOf } from '../snapshots/test-snapshots';
import {
  createTestPlace,
  OWNER,
  REPOSITORY,
  setUpAnswering,
  setUpSaved,
  type TestPlace,
} from './test-saving';

let place: TestPlace;
beforeEach(async () => {
  place = await createTestPlace();
});
afterEach(() => place.close());

const code = (expected: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ code: expected }) });
const problem = (expected: string) =>
  expect.objectContaining({
    cause: expect.objectContaining({
      code: 'syncRefused',
      params: expect.objectContaining({ problem: expected }),
    }),
  });
const place1 = { kind: 'existing', name: REPOSITORY } as const;

describe('setting up', () => {
  it('tells what a token may do, and where it may write', async () => {
    const app = await place.app();
    expect(await app.call.sync.checkToken({ token: place.token })).toMatchObject({
      report: { login: OWNER, kind: 'fineGrained' },
      repositories: [REPOSITORY],
    });
    await expect(app.call.sync.checkToken({ token: 'github_pat_nobody' })).rejects.toEqual(
      problem('syncTokenRefused'),
    );
  });

  it('saves nothing before the recovery key was entered again', async () => {
    const app = await place.app();
    const bot = await setUpAnswering(app);
    const { recoveryKey } = await app.call.sync.setUp({
      bot,
      setUp: { token: place.token, repository: place1 },
    });
    expect(recoveryKey).toMatch(/^AGE-SECRET-KEY-1/);
    await app.app.idle();
    expect(app.link('sync').state).toMatchObject({ kind: 'needsYou', ask: { kind: 'keepRecoveryKey' } });
    expect(app.bot().sync).toMatchObject({ hold: 'keyUnconfirmed', runs: [] });
    await expect(app.call.sync.now({ bot })).rejects.toEqual(code('notAllowed'));
    await expect(app.call.sync.confirmKey({ bot, recoveryKey: `${recoveryKey}X` })).rejects.toEqual(
      code('recoveryKeyWrong'),
    );
    const renewed = await app.call.sync.renewKey({ bot });
    await expect(app.call.sync.confirmKey({ bot, recoveryKey })).rejects.toEqual(code('recoveryKeyWrong'));
    await app.call.sync.confirmKey({ bot, ...renewed });
    await app.until('a save', ({ sync }) => sync?.lastSuccess !== undefined);
    await expect(app.call.sync.renewKey({ bot })).rejects.toEqual(code('notAllowed'));
    expect(app.log.join('\n')).not.toContain(renewed.recoveryKey);
  });

  it('refuses what nothing may be saved to, and leaves no trace of it', async () => {
    const app = await place.app();
    const bot = await setUpAnswering(app);
    const attempt = (name: string, token = place.token) =>
      app.call.sync.setUp({ bot, setUp: { token, repository: { kind: 'existing', name } } });
    await place.code.host.repositories.change(OWNER, 'my-bot', { private: false });
    await expect(attempt(REPOSITORY)).rejects.toEqual(problem('syncPublic'));
    await place.code.host.repositories.change(OWNER, 'my-bot', { private: true, archived: true });
    await expect(attempt(REPOSITORY)).rejects.toEqual(problem('syncArchived'));
    await place.code.host.repositories.change(OWNER, 'my-bot', { archived: false });
    await expect(attempt(`${OWNER}/nowhere`)).rejects.toEqual(problem('syncRepositoryMissing'));
    expect(app.bot().sync).toBeUndefined();
    expect(app.bot().chain.map(({ id }) => id)).not.toContain('sync');
    expect(await app.secrets.state(`bot.${bot}.sync.token`)).toBe('absent');
  });

  it('is for bots that answer', async () => {
    const app = await place.app();
    const setUpNow = app.call.sync.setUp({
      bot: app.bot().id,
      setUp: { token: place.token, repository: place1 },
    });
    await expect(setUpNow).rejects.toEqual(code('notAllowed'));
  });
});

describe('a saved bot', () => {
  it('is green, and not green any more once it cannot be saved', async () => {
    const { app, bot } = await setUpSaved(place);
    await app.until('green', ({ tone }) => tone === 'ok');
    expect(app.bot().sync?.runs[0]).toMatchObject({ outcome: 'saved' });
    expect(app.bot().sync?.nextRun).toBeGreaterThan(Date.now() + 60_000);

    place.code.host.tokens.revoke(place.token);
    await addFiles(app, volumeName(bot, 'koishi', 'data'));
    await app.call.sync.now({ bot });
    await app.until('red', ({ tone }) => tone === 'bad');
    expect(app.link('sync').state).toMatchObject({ kind: 'broken', diagnosis: { code: 'syncTokenRefused' } });
    expect(app.bot().chain.filter(({ id, tone }) => id !== 'sync' && tone !== 'ok')).toEqual([]);
    // It is not shown to GitHub over and over.
    expect(app.bot().sync?.nextRun).toBeUndefined();
    expect(app.bot().sync?.waiting?.files).toBeGreaterThan(0);

    const token = place.code.host.tokens.add({ owner: OWNER });
    await app.call.sync.setToken({ bot, token });
    await app.call.sync.now({ bot });
    await app.until('green again', ({ tone }) => tone === 'ok');
  });

  it('says so when it is paused, and is quiet about it', async () => {
    const { app, bot } = await setUpSaved(place);
    await app.call.sync.patch({ bot, patch: { paused: true } });
    await app.until('not green', ({ tone }) => tone === 'idle');
    expect(app.bot().sync?.hold).toBe('paused');
    await app.call.sync.patch({ bot, patch: { paused: false } });
    await app.until('green', ({ tone }) => tone === 'ok');
  });

  it('remembers what happened over a restart', async () => {
    const { app } = await setUpSaved(place);
    const { lastSuccess, runs } = app.bot().sync ?? {};
    await app.restart();
    await app.until('green', ({ tone, sync }) => tone === 'ok' && sync !== undefined);
    expect(app.bot().sync).toMatchObject({ lastSuccess, runs });
  });

  it('forgets token and keys when it is turned off, and leaves the repository as it is', async () => {
    const { app, bot } = await setUpSaved(place);
    const before = await place.code.git(
      undefined,
      '--git-dir',
      place.code.host.repositories.dir(OWNER, 'my-bot'),
      'rev-parse',
      'main',
    );
    await app.call.sync.turnOff({ bot });
    expect(app.bot().sync).toBeUndefined();
    for (const name of ['token', 'keys'])
      expect(await app.secrets.state(`bot.${bot}.sync.${name}`)).toBe('absent');
    const after = await place.code.git(
      undefined,
      '--git-dir',
      place.code.host.repositories.dir(OWNER, 'my-bot'),
      'rev-parse',
      'main',
    );
    expect(after).toBe(before);
    await app.until('green', ({ tone }) => tone === 'ok');
  });

  it('keeps its secrets out of the log, the settings and the view', async () => {
    const { app, recoveryKey } = await setUpSaved(place);
    const seen = [app.log.join('\n'), JSON.stringify(app.app.view.get())].join('\n');
    expect(seen).not.toContain(place.token);
    expect(seen).not.toContain(recoveryKey);
  });
});

describe('another computer', () => {
  it('brings the bot back as it was, without a new scan, and goes on saving it', async () => {
    const { app, bot, recoveryKey } = await setUpSaved(place);
    const data = volumeName(bot, 'koishi', 'data');
    await addFiles(app, data);
    await app.call.sync.now({ bot });
    const saved = treeOf(app, data);

    const fresh = await place.app();
    const source = { token: place.token, repository: REPOSITORY };
    const found = await fresh.call.sync.generations(source);
    expect(found.length).toBeGreaterThanOrEqual(2);
    await expect(
      fresh.call.sync.restore({ source, recoveryKey: `${recoveryKey.slice(0, -3)}QQQ` }),
    ).rejects.toEqual(code('recoveryKeyWrong'));
    const asks = new Set<string>();
    fresh.app.view.subscribe(({ bots: [bot] }) => {
      // Before, it is a bot that nobody has begun to set up.
      if (bot?.stack === undefined) return;
      for (const { state } of bot.chain) if (state.kind === 'needsYou') asks.add(state.ask.kind);
    });
    const restored = await fresh.call.sync.restore({ source, recoveryKey });
    await fresh.until('it answers', ({ tone, id }) => id === restored && tone === 'ok', 30_000);
    expect([...asks].filter((ask) => ask === 'scanQr' || ask === 'enterKey')).toEqual([]);
    expect(fresh.app.view.get().bots).toHaveLength(1);
    expect(fresh.app.view.get().restoring).toBeUndefined();
    const volumes = (await fresh.engine.volumes.list(restored)).map(({ name }) => name);
    const back = volumes.map((name) => treeOf(fresh, name)).find((tree) => '/data/con.txt:?*' in tree);
    expect(back).toMatchObject({
      '/data/con.txt:?*': saved['/data/con.txt:?*'],
      '/data/plugins/mine/.git/HEAD': saved['/data/plugins/mine/.git/HEAD'],
    });
    await fresh.call.sync.now({ bot: restored });
    expect(fresh.bot().sync?.runs[0]?.outcome).toMatch(/saved|unchanged/);
  }, 120_000);

  it('is noticed, and nothing is overwritten before the user has chosen', async () => {
    const { app, bot, recoveryKey } = await setUpSaved(place);
    const other = await place.app();
    const source = { token: place.token, repository: REPOSITORY };
    const there = await other.call.sync.restore({ source, recoveryKey });
    await other.until('it answers', ({ tone }) => tone === 'ok', 30_000);
    await addFiles(
      other,
      (await other.engine.volumes.list(there))
        .map(({ name }) => name)
        .find((name) => name.includes('koishi-data')) ?? '',
    );
    await other.call.sync.now({ bot: there });
    expect(other.bot().sync?.runs[0]?.outcome).toBe('saved');

    await addFiles(app, volumeName(bot, 'koishi', 'data'), { '/data/mine': 'x' });
    await app.call.sync.now({ bot });
    await app.until('a question', ({ focus }) => focus === 'sync');
    expect(app.link('sync').state).toMatchObject({ kind: 'needsYou', ask: { kind: 'chooseComputer' } });
    await expect(app.call.sync.now({ bot })).rejects.toEqual(code('notAllowed'));
    await app.call.sync.takeOver({ bot });
    await app.until('saved', ({ sync, tone }) => sync?.runs[0]?.outcome === 'saved' && tone === 'ok');
  }, 120_000);

  it('stops bringing it back when it is told to, and is as it was', async () => {
    const { recoveryKey } = await setUpSaved(place);
    const fresh = await place.app();
    const [before] = fresh.app.view.get().bots;
    const source = { token: place.token, repository: REPOSITORY };
    const restore = fresh.call.sync.restore({ source, recoveryKey });
    restore.catch(() => {});
    await fresh.until('on its way', (_, { restoring }) => restoring !== undefined);
    await fresh.call.sync.cancelRestore();
    await expect(restore).rejects.toEqual(code('cancelled'));
    expect(fresh.app.view.get().restoring).toBeUndefined();
    expect(fresh.bot().id).toBe(before?.id);
  }, 60_000);
});
