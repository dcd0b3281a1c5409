import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BotPatch } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { containerName, volumeName } from '../../plan/names';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { addFiles, treeOf, volumesOf } from './test-snapshots';

let test: TestApp;
let bot: BotId;

beforeEach(async () => {
  test = await createTestApp();
  bot = await setUp(test);
  await addFiles(test, volumeName(bot, 'koishi', 'data'));
});

afterEach(() => test.close());

const take = () => test.call.snapshots.take({ bot, mayStop: false });

describe('a snapshot', () => {
  it('holds what is in the volumes, and is seen in list and view', async () => {
    const summary = await take();
    expect(summary).toMatchObject({
      reason: 'asked',
      stack: 'koishi',
      services: ['koishi', 'napcat'],
      damaged: 0,
    });
    expect(await test.call.snapshots.list({ bot })).toEqual([summary]);
    await test.until('one snapshot', ({ snapshots }) => snapshots.count === 1 && !snapshots.progress);
    expect(test.bot().snapshots).toMatchObject({ count: 1, lastAt: expect.any(Number) });
    expect(await test.call.snapshots.verify({ bot, snapshot: summary.id })).toBe(true);
    for (const { state, name } of await test.engine.containers.list(bot))
      expect([name, state]).toEqual([name, name.endsWith('prepare') ? 'exited' : 'running']);
  });

  it('never makes the bot look unwell', async () => {
    const tones = new Set<string>();
    const stop = test.app.view.subscribe((view) => tones.add(view.bots[0]?.tone ?? ''));
    await take();
    await test.app.idle();
    stop();
    expect([...tones].filter((tone) => tone !== 'ok')).toEqual([]);
  });

  it('is one at a time, and leaves nothing when it is cancelled', async () => {
    const held = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    test.host.before = async (call) => {
      if (call !== 'containers.pause') return;
      reached.resolve();
      await held.promise;
    };
    const first = take();
    first.catch(() => {});
    await reached.promise;
    await expect(take()).rejects.toThrow('busy');
    expect(test.bot().snapshots.progress).toMatchObject({ task: 'take' });
    const cancelled = test.call.snapshots.cancel({ bot });
    held.resolve();
    await cancelled;
    await expect(first).rejects.toThrow('cancelled');
    expect(await test.call.snapshots.list({ bot })).toEqual([]);
    for (const { name, state } of await test.engine.containers.list(bot))
      expect([name, state]).not.toEqual([name, 'paused']);
  });

  it('where nothing can stand still asks before it stops anything, and starts it again', async () => {
    test.engine.controls.setFreezerMissing(true);
    await expect(take()).rejects.toThrow('pauseImpossible');
    expect(await test.call.snapshots.list({ bot })).toEqual([]);
    const stopped: string[] = [];
    test.host.before = (call, [id]) => {
      if (call === 'containers.stop') stopped.push(String(id));
    };
    await test.call.snapshots.take({ bot, mayStop: true });
    expect(stopped.length).toBeGreaterThan(0);
    await test.until('a green chain', (view) => view.tone === 'ok');
  });

  it('of a bot that is stopped, or has lost its containers, is the same', async () => {
    const first = await take();
    await test.call.bots.stop({ bot });
    await test.app.idle();
    const second = await take();
    for (const { id } of await test.engine.containers.list(bot))
      await test.engine.containers.remove(id, true);
    const third = await take();
    expect(second).toMatchObject({ files: first.files, bytes: expect.any(Number), stoodStillMs: 0 });
    expect(third.files).toBe(second.files);
    const left = await test.engine.containers.list(bot);
    expect(left.filter(({ name }) => name.includes('carrier'))).toEqual([]);
  });

  it('finds databases, keeps them whole, and says which are damaged', async () => {
    const path = join(test.dir, 'broken.db');
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    database.close();
    const broken = await readFile(path);
    broken.fill(0xaa, 4_096, 5_000);
    await addFiles(test, volumeName(bot, 'koishi', 'data'), { '/data/broken.db': broken });
    expect(await take()).toMatchObject({ damaged: 1 });
  });

  it('goes with those it shares nothing with, and keeps so many of each reason', async () => {
    await test.call.snapshots.settings({ bot, keep: 2 });
    const taken = [await take(), await take(), await take()];
    const ids = (await test.call.snapshots.list({ bot })).map(({ id }) => id);
    expect(ids.sort()).toEqual(
      taken
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
    for (const snapshot of ids) await test.call.snapshots.remove({ bot, snapshot });
    const objects = await readdir(join(test.dir, 'snapshots', 'objects'), {
      recursive: true,
      withFileTypes: true,
    });
    expect(objects.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('whose folder cannot be made is refused, leaves none, and nothing standing still', async () => {
    // A file stands where its folder would have to be.
    await writeFile(join(test.dir, 'snapshots'), 'in the way').catch(() => {});
    await expect(take()).rejects.toThrow();
    expect(await test.call.snapshots.list({ bot }).catch(() => [])).toEqual([]);
    for (const { name, state } of await test.engine.containers.list(bot))
      expect([name, state]).not.toEqual([name, 'paused']);
  });
});

describe('a restore', () => {
  it('brings back data, settings and device in fresh volumes, and can be undone at once', async () => {
    const data = volumeName(bot, 'koishi', 'data');
    await test.call.bots.patch({ bot, patch: { name: 'then', persona: { preset: 'catgirl' } } });
    await test.until('a green chain', (view) => view.tone === 'ok' && view.name === 'then');
    await test.app.idle();
    const before = treeOf(test, data);
    const { id } = await take();
    await test.call.bots.patch({ bot, patch: { name: 'now', persona: { preset: 'assistant' } } });
    await addFiles(test, data, { '/data/new.txt': 'since then' });
    await test.app.idle();

    await test.call.snapshots.restore({ bot, snapshot: id, mayStop: false });
    await test.until('a green chain', (view) => view.tone === 'ok' && view.name === 'then');
    await test.app.idle();
    expect(test.bot().persona.preset).toBe('catgirl');
    const [restored] = (await volumesOf(test, bot)).filter(
      (name) => name.startsWith(`${data}.`) && name !== data,
    );
    expect(restored).toBeDefined();
    expect(treeOf(test, restored ?? '')).toEqual(before);
    expect((await test.call.snapshots.list({ bot })).map(({ reason }) => reason)).toEqual([
      'restore',
      'asked',
    ]);
    expect(test.bot().snapshots.restored).toMatchObject({ snapshot: id });

    await test.call.snapshots.undo({ bot });
    await test.until('what was before', (view) => view.tone === 'ok' && view.name === 'now');
    await test.app.idle();
    expect(test.engine.controls.readVolume(data, '/data/new.txt')).toBe('since then');
    expect(test.bot().snapshots.restored).toBeUndefined();
    await expect(test.call.snapshots.undo({ bot })).rejects.toThrow('notAllowed');
  });

  it('brings back whom the bot hears, its variables and the rules of its gateway, and undoes that too', async () => {
    const then: BotPatch = { hearing: { groups: { hears: 'only', list: ['12345678'] } }, context: 'short' };
    const rule = { match: { path_prefix: '/mine/' }, backend: 'http://napcat:6099' };
    const own = async () => {
      const { hearing, context } = test.bot();
      const { rules } = await test.call.gateway.routes({ bot });
      const services = await test.call.advanced.services({ bot });
      const { environment } = services.find(({ service }) => service === 'koishi') ?? {};
      return { hearing, context, environment, rules: rules.map(({ match }) => match?.path_prefix) };
    };
    const setVariables = (environment: Record<string, string>) =>
      test.call.advanced.setEnvironment({ bot, service: 'koishi', environment });
    await test.call.bots.patch({ bot, patch: then });
    await setVariables({ MINE: '1' });
    const made = await test.call.gateway.routes({ bot });
    await test.call.gateway.saveRoutes({ bot, routes: { ...made, rules: [rule] } });
    const { id } = await take();
    await test.call.bots.patch({ bot, patch: { hearing: { groups: { hears: 'all' } }, context: 'long' } });
    await test.call.gateway.saveRoutes({ bot });
    await setVariables({});

    await test.call.snapshots.restore({ bot, snapshot: id, mayStop: false });
    await test.until('a green chain', (view) => view.tone === 'ok');
    expect(await own()).toMatchObject({ ...then, environment: { MINE: '1' }, rules: ['/mine/'] });

    await test.call.snapshots.undo({ bot });
    await test.until('what was before', (view) => view.tone === 'ok' && view.context === 'long');
    expect(await test.call.gateway.routes({ bot })).toEqual(made);
    expect(await own()).toMatchObject({ hearing: { groups: { hears: 'all' } }, environment: {} });
  });

  it('touches nothing when an object is missing or was changed, or there is no such snapshot', async () => {
    const { id } = await take();
    const root = join(test.dir, 'snapshots', 'objects');
    const [object] = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    await writeFile(join(object?.parentPath ?? '', object?.name ?? ''), 'changed');
    const before = await volumesOf(test, bot);
    const record = test.bot().snapshots.restored;
    const changes: string[] = [];
    test.host.before = (call) => void changes.push(call);
    await expect(test.call.snapshots.restore({ bot, snapshot: id, mayStop: false })).rejects.toThrow(
      'snapshotDamaged',
    );
    expect(
      changes.filter((call) => /volumes\.|containers\.(stop|remove)/.test(call) && !/list/.test(call)),
    ).toEqual([]);
    expect(await volumesOf(test, bot)).toEqual(before);
    expect(test.bot().snapshots.restored).toEqual(record);
    expect(await test.call.snapshots.verify({ bot, snapshot: id })).toBe(false);
    await expect(
      test.call.snapshots.restore({ bot, snapshot: '20200101T000000-aaaaaa', mayStop: false }),
    ).rejects.toThrow('unknownSnapshot');
  });

  it('with a full disk leaves the bot as it was, and no volume behind', async () => {
    const { id } = await take();
    const before = await volumesOf(test, bot);
    test.host.before = (call) => {
      if (call === 'containers.writeArchive') test.engine.controls.setDiskFull(true);
    };
    await expect(test.call.snapshots.restore({ bot, snapshot: id, mayStop: false })).rejects.toThrow(
      'diskFull',
    );
    test.engine.controls.setDiskFull(false);
    expect(await volumesOf(test, bot)).toEqual(before);
    await test.until('a green chain', (view) => view.tone === 'ok');
    expect((await test.engine.containers.find(containerName(bot, 'koishi')))?.state).toBe('running');
  });
});

it('an error is an AppError to whoever calls it from inside', async () => {
  await expect(test.app.snapshots.undo(bot)).rejects.toBeInstanceOf(AppError);
});
