import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../contract/settings';
import { createManualClock } from '../../lib/manual-clock';
import { createSettingsStore } from './settings-store';

const NOW = Date.UTC(2026, 10, 20, 8, 5, 9);
const BROKEN = 'settings.json.broken-2026-11-20T08-05-09Z';

let dir: string;
let notices: [string, object][];
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'settings-')), '王小明 数据');
  await mkdir(dir);
  notices = [];
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const open = () =>
  createSettingsStore({
    dir,
    clock: createManualClock(NOW),
    onNotice: (code, params) => void notices.push([code, params]),
  });
const write = (content: unknown) =>
  writeFile(join(dir, 'settings.json'), typeof content === 'string' ? content : JSON.stringify(content));
const read = async () => JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8'));

describe('createSettingsStore', () => {
  it('has defaults and writes nothing until something changes', async () => {
    expect((await open()).get()).toEqual(Settings.parse({}));
    expect(await readdir(dir)).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('changes only what is given, tells listeners, and finds it again', async () => {
    const store = await open();
    const heard: string[] = [];
    store.subscribe((settings) => heard.push(settings.language));
    await store.patch({ language: 'zh', network: { proxy: 'http://127.0.0.1:7890' } });
    await store.patch({ network: { mirrors: ['docker.1ms.run', 'docker.io'] }, engine: {} });
    const expected = Settings.parse({
      language: 'zh',
      network: { proxy: 'http://127.0.0.1:7890', mirrors: ['docker.1ms.run', 'docker.io'] },
    });
    expect(store.get()).toEqual(expected);
    expect((await open()).get()).toEqual(expected);
    expect(heard).toEqual(['zh', 'zh']);
  });

  it('answers the patch that undoes a change', async () => {
    const store = await open();
    const undo = await store.patch({ theme: 'dark', network: { mirrors: ['a.example'] } });
    expect(undo).toEqual({ theme: 'auto', network: { mirrors: Settings.parse({}).network.mirrors } });
    await store.patch(undo);
    expect(store.get()).toEqual(Settings.parse({}));
  });

  it('lets no change get lost when two come at once', async () => {
    const store = await open();
    await Promise.all([store.patch({ theme: 'dark' }), store.patch({ language: 'en' })]);
    expect((await open()).get()).toMatchObject({ theme: 'dark', language: 'en' });
  });

  it.each(['', '{"language":', 'null', '[]', '"x"', '\u0000\u0000\u0000'])(
    'moves %j aside',
    async (content) => {
      await write(content);
      const store = await open();
      expect(store.get()).toEqual(Settings.parse({}));
      expect(await readdir(dir)).toEqual([BROKEN]);
      expect(await readFile(join(dir, BROKEN), 'utf8')).toBe(content);
      expect(notices).toEqual([['settingsReset', { file: BROKEN }]]);
      await store.patch({ theme: 'dark' });
      expect((await open()).get().theme).toBe('dark');
    },
  );

  it('moves aside what is no file at all', async () => {
    await mkdir(join(dir, 'settings.json'));
    const store = await open();
    expect(notices).toEqual([['settingsReset', { file: BROKEN }]]);
    await store.patch({ theme: 'dark' });
    expect((await open()).get().theme).toBe('dark');
  });

  it('keeps what is valid in a file that is partly not', async () => {
    await write({
      language: 'zh',
      theme: 'pink',
      network: { proxy: 'nonsense', mirrors: ['ok.example', '§'] },
    });
    expect((await open()).get()).toEqual(Settings.parse({ language: 'zh' }));
    expect(notices).toEqual([['settingsReset', { file: BROKEN }]]);
  });

  it('keeps keys that it does not know', async () => {
    await write({ version: 1, future: { a: 1 }, network: { proxy: '', dns: '1.1.1.1' } });
    const store = await open();
    await store.patch({ network: { proxy: 'http://127.0.0.1:1080' } });
    expect(await read()).toMatchObject({
      future: { a: 1 },
      network: { proxy: 'http://127.0.0.1:1080', dns: '1.1.1.1' },
    });
    expect(notices).toEqual([]);
  });

  it('leaves a newer file alone, using what it understands', async () => {
    const newer = {
      version: 2,
      language: 'en',
      theme: { name: 'auto' },
      network: { proxy: 'http://127.0.0.1:1' },
    };
    await write(newer);
    const store = await open();
    expect(store.get()).toMatchObject({
      language: 'en',
      theme: 'auto',
      network: { proxy: 'http://127.0.0.1:1' },
    });
    expect(notices).toEqual([['settingsNewer', { version: 2 }]]);
    await store.patch({ language: 'zh' });
    expect(store.get().language).toBe('zh');
    expect(await read()).toEqual(newer);
    expect(await readdir(dir)).toEqual(['settings.json']);
  });

  it('reads a file that an editor began with a byte order mark', async () => {
    await write(`\uFEFF${JSON.stringify({ language: 'zh' })}`);
    expect((await open()).get().language).toBe('zh');
    expect(notices).toEqual([]);
  });

  it('changes nothing when it cannot write', async () => {
    const store = await open();
    await rm(dir, { recursive: true });
    await writeFile(dir, 'a file where the folder was');
    await expect(store.patch({ theme: 'dark' })).rejects.toThrow();
    expect(store.get().theme).toBe('auto');
  });
});
