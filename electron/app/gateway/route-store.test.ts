import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BotId } from '../../contract/ids';
import { RouteTable } from '../../contract/routes';
import { createManualClock } from '../../lib/manual-clock';
import { createRouteStore, type RouteStore } from './route-store';

const BOT = BotId.parse('abcd1234');
const TABLE = RouteTable.parse({ default_backend: 'http://napcat:6099', rules: [] });

let dir: string;
let log: string[];
let store: RouteStore;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'botpier-routes-'));
  log = [];
  const options = {
    dir,
    clock: createManualClock(),
    lookOnly: false,
    log: (line: string) => void log.push(line),
  };
  store = createRouteStore(options);
});
afterEach(() => rm(dir, { recursive: true }));

test('keeps a table, and forgets it', async () => {
  expect(await store.load(BOT)).toBeUndefined();
  await store.save(BOT, TABLE);
  expect(await store.load(BOT)).toEqual(TABLE);
  await store.save(BOT, undefined);
  await store.save(BOT, undefined);
  expect(await store.load(BOT)).toBeUndefined();
});

test.each(['{', '{"default_backend":"","rules":[{"colour":"red"}]}', ''])(
  'one that cannot be read is put aside, and said: %s',
  async (text) => {
    await mkdir(join(dir, 'gateways'));
    await writeFile(join(dir, 'gateways/abcd1234.json'), text);
    expect(await store.load(BOT)).toBeUndefined();
    const names = await readdir(join(dir, 'gateways'));
    expect(names).toHaveLength(1);
    expect(names).not.toContain('abcd1234.json');
    expect(log).toHaveLength(1);
  },
);

test('a folder that cannot be read stops no bot, and says so to who saves', async () => {
  await writeFile(join(dir, 'gateways'), '');
  expect(await store.load(BOT)).toBeUndefined();
  await expect(store.save(BOT, TABLE)).rejects.toThrow();
});
