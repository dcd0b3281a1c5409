import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bot } from '../../contract/bot';
import { BotId } from '../../contract/ids';
import { createManualClock } from '../../lib/manual-clock';
import { createBotStore } from './bot-store';

let dir: string;
let notices: [string, object][];
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'bots-')), '数据 目录');
  notices = [];
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const open = () =>
  createBotStore({
    dir,
    clock: createManualClock(Date.UTC(2026, 10, 20, 8, 5, 9)),
    onNotice: (code, params) => void notices.push([code, params]),
  });

const bot = (id: string, createdAt = 1, name = '小码') =>
  Bot.parse({
    id,
    name,
    createdAt,
    device: { mac: '02:00:00:00:00:01', hostname: 'lin-pc', machineId: '0'.repeat(32) },
  });
const A = BotId.parse('aaaaaaaa');
const B = BotId.parse('bbbbbbbb');

describe('createBotStore', () => {
  it('is empty at first and makes no folder', async () => {
    expect((await open()).list()).toEqual([]);
    await expect(readdir(dir)).rejects.toThrow('ENOENT');
  });

  it('keeps each bot in a file of its own, oldest first', async () => {
    const store = await open();
    await Promise.all([store.create(bot(A, 2)), store.create(bot(B, 1))]);
    expect((await readdir(join(dir, 'bots'))).sort()).toEqual([`${A}.json`, `${B}.json`]);
    expect((await open()).list()).toEqual([bot(B, 1), bot(A, 2)]);
  });

  it('loses no update when two come at once', async () => {
    const store = await open();
    await store.create(bot(A));
    await Promise.all([
      store.update(A, (current) => ({ ...current, name: 'Mia' })),
      store.update(A, (current) => ({ ...current, intent: 'stopped' })),
    ]);
    expect((await open()).find(A)).toMatchObject({ name: 'Mia', intent: 'stopped' });
  });

  it('refuses an unknown bot and an invalid one', async () => {
    const store = await open();
    await expect(store.update(A, (current) => current)).rejects.toMatchObject({ code: 'unknownBot' });
    expect(() => store.record(A)).toThrow('unknownBot');
    await store.create(bot(A));
    await expect(store.update(A, (current) => ({ ...current, name: '' }))).rejects.toThrow();
    expect(store.find(A)?.name).toBe('小码');
  });

  it('shows one bot as a record that hears only of itself', async () => {
    const store = await open();
    await store.create(bot(A));
    await store.create(bot(B));
    const record = store.record(A);
    const heard: string[] = [];
    record.subscribe((current) => heard.push(current.name));
    await store.update(B, (current) => ({ ...current, name: 'other' }));
    await record.update((current) => ({ ...current, name: 'Mia' }));
    expect(heard).toEqual(['Mia']);
    await store.remove(A);
    expect(record.get().name).toBe('Mia');
    expect(heard).toEqual(['Mia']);
  });

  it('removes a bot for good; one that is not there is fine', async () => {
    const store = await open();
    await store.create(bot(A));
    await store.remove(A);
    await store.remove(A);
    expect(store.list()).toEqual([]);
    expect((await open()).list()).toEqual([]);
  });

  it.each([
    ['cut off', '{"id":"aaaaaaaa","na'],
    ['empty', ''],
    ['of another bot', JSON.stringify(bot(B))],
    ['not a bot', '{"id":"aaaaaaaa"}'],
  ])('moves a file aside that is %s, and keeps the others', async (_, content) => {
    const store = await open();
    await store.create(bot(B, 1, 'kept'));
    await writeFile(join(dir, 'bots', `${A}.json`), content);
    expect((await open()).list()).toEqual([bot(B, 1, 'kept')]);
    const file = `${A}.json.broken-2026-11-20T08-05-09Z`;
    expect(notices).toEqual([['botUnreadable', { bot: A, file }]]);
    expect(await readFile(join(dir, 'bots', file), 'utf8')).toBe(content);
    notices = [];
    expect((await open()).list()).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  it('moves aside what is no file at all', async () => {
    await mkdir(join(dir, 'bots', `${A}.json`), { recursive: true });
    expect((await open()).list()).toEqual([]);
    expect(await readdir(join(dir, 'bots'))).toEqual([`${A}.json.broken-2026-11-20T08-05-09Z`]);
    expect(notices).toHaveLength(1);
  });

  it('leaves a bot of a newer version where it is', async () => {
    await mkdir(join(dir, 'bots'), { recursive: true });
    await writeFile(join(dir, 'bots', `${A}.json`), JSON.stringify({ version: 2, id: A }));
    expect((await open()).list()).toEqual([]);
    expect(await readdir(join(dir, 'bots'))).toEqual([`${A}.json`]);
    expect(notices).toEqual([['botUnreadable', { bot: A, file: `${A}.json` }]]);
  });
});
