import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BenchEngine, startBenchEngine } from '../../../e2e/lab/engine/bench-engine';
import { labObstacle } from '../../../e2e/lab/engine/debian-packages';
import { BotId, type ServiceName } from '../../contract/ids';
import type { SnapshotEntry } from '../../contract/snapshot';
import { createDockerEngine } from '../../engine/docker/docker-engine';
import { parseEndpoint } from '../../engine/docker/endpoint';
import { type Engine, LABELS } from '../../engine/engine';
import { systemClock } from '../../lib/clock';
import { TarError } from '../../lib/tar/tar-entry';
import { containerName, volumeName } from '../../plan/names';
import type { BotRuntime } from '../bot/bot-runtime';
import { createRouteStore } from '../gateway/route-store';
import { checkDatabases } from './check-databases';
import { copyArchive, inOrder } from './copy-archive';
import { createObjectStore } from './create-object-store';
import type { ObjectStore } from './object-store';
import { newSnapshotId } from './snapshot-shelf';
import { type TakeContext, type TakeOptions, takeSnapshot } from './take-snapshot';
import writers from './test-writers.cjs?raw';

/** `npm run torture:snapshots -- --count 300` takes so many. */
const COUNT = Number(process.env['BOTPIER_SNAPSHOTS'] ?? 6);
const NAIVE_TRIES = 40;
const TOLD_EVERY = 25;
const SUM = 200 * 1_000;
const DATABASES = ['wasm.db', 'wal.db', 'delete.db'];

/** Six files that are filled and emptied again and again. */
const SHRINKING_FILES = `
  const { ftruncateSync, openSync } = require('node:fs');
  const files = Array.from({ length: 6 }, (_, n) => openSync('/data/' + n, 'w'));
  setInterval(() => files.forEach((file, n) => ftruncateSync(file, n % 2 ? 0 : 40_000_000)), 6);
  setTimeout(() => setInterval(() => files.forEach((file, n) => ftruncateSync(file, n % 2 ? 40_000_000 : 0)), 6), 3);`;

const obstacle = labObstacle();
if (obstacle) console.warn(`SKIPPED, no snapshot is taken of a real engine: ${obstacle}`);

describe.skipIf(obstacle !== undefined)('databases that are written to as hard as can be', () => {
  const bot = BotId.parse('torture1');
  const volume = volumeName(bot, 'koishi', 'data');
  let lab: BenchEngine;
  let engine: Engine;
  let folder: string;
  let store: ObjectStore;
  let context: TakeContext;
  let container: string;

  beforeAll(async () => {
    lab = await startBenchEngine('20');
    engine = createDockerEngine({ endpoint: parseEndpoint(lab.endpoint), clock: systemClock });
    folder = await mkdtemp(join(tmpdir(), 'botpier-torture-'));
    store = createObjectStore(join(folder, 'objects'));
    await engine.volumes.ensure(volume, { [LABELS.bot]: bot, [LABELS.service]: 'koishi' });
    container = await engine.containers.create({
      name: containerName(bot, 'koishi'),
      image: lab.node,
      labels: { [LABELS.bot]: bot, [LABELS.service]: 'koishi', [LABELS.purpose]: 'service' },
      command: ['node', '/opt/writers.cjs'],
      volumes: [{ volume, path: '/data' }],
    });
    const wasm = dirname(createRequire(import.meta.url).resolve('@minatojs/sql.js'));
    await engine.containers.putFiles(container, [
      { path: '/opt/writers.cjs', content: writers },
      { path: '/opt/sql-wasm.js', content: await readFile(join(wasm, 'sql-wasm.js')) },
      { path: '/opt/sql-wasm.wasm', content: await readFile(join(wasm, 'sql-wasm.wasm')) },
      // So large that the volume is not copied as a whole.
      { path: '/data/media/video.bin', content: Buffer.alloc(25_000_000, 7) },
    ]);
    await engine.containers.start(container);
    await untilAllWrite(engine, container);
    context = contextOf('koishi', 'data');
  }, 300_000);

  afterAll(async () => {
    await engine?.close();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

  /** Of a bot with nothing but that one service. */
  function contextOf(name: ServiceName, kept: string): TakeContext {
    const wished = {
      role: 'brain',
      info: { product: 'Writers' },
      definition: { name, image: lab.node, volumes: [{ name: kept, path: '/data' }] },
      volumes: { [kept]: volumeName(bot, name, kept) },
      generation: '',
    };
    const state = { wished: [wished], held: new Set(), standing: new Set() };
    const record = { get: () => ({ id: bot }) };
    const log = () => {};
    const routes = createRouteStore({ dir: folder, clock: systemClock, lookOnly: false, log });
    return {
      runtime: { state, record } as unknown as BotRuntime,
      parts: { clock: systemClock, log, routes } as unknown as TakeContext['parts'],
      engine,
      store,
      work: join(folder, 'work'),
    };
  }

  /** What is wrong with the databases among these files, as SQLite and the sum of all money tell. */
  async function faultsOf(entries: readonly SnapshotEntry[]): Promise<string[]> {
    const faults: string[] = [];
    for (const name of DATABASES) {
      const out = join(folder, 'judged.db');
      for (const end of ['', '-wal', '-journal']) {
        await rm(out + end, { force: true });
        const entry = entries.find(({ path }) => path === name + end);
        if (entry?.type === 'file') await copyFile(store.pathOf(entry.sha256), out + end);
      }
      const fault = judge(out);
      if (fault !== undefined) faults.push(`${name}: ${fault}`);
    }
    return faults;
  }

  it(`are whole in ${COUNT} of ${COUNT} snapshots, and undamaged where they are`, async () => {
    const stood: number[] = [];
    const bad: string[] = [];
    for (let count = 0; count < COUNT; count += 1) {
      const manifest = await takeSnapshot(context, takeOptions());
      if (count % TOLD_EVERY === TOLD_EVERY - 1)
        console.log(`${count + 1} snapshots, ${bad.length} bad copies`);
      const [service] = manifest.services;
      stood.push(service?.stoodStillMs ?? 0);
      expect(service?.databases.length).toBe(DATABASES.length);
      const damaged = service?.databases.filter(({ state }) => state === 'damaged') ?? [];
      bad.push(...damaged.map(({ path }) => `${path}: damaged`), ...(await faultsOf(manifest.entries)));
      const sums = manifest.entries.flatMap((entry) =>
        entry.type === 'file' && !DATABASES.includes(entry.path) ? [entry.sha256] : [],
      );
      await store.sweep(new Set(sums));
    }
    stood.sort((one, other) => one - other);
    console.log(
      `${COUNT} snapshots of ${DATABASES.length} databases: ${bad.length} bad copies; ` +
        `stood still ${stood[0]}–${stood.at(-1)} ms, median ${stood[Math.floor(stood.length / 2)]} ms`,
    );
    expect(bad).toEqual([]);
    expect(stood[0]).toBeGreaterThan(0);
    // A writer that had met an error would have ended its container.
    expect((await engine.containers.find(container))?.state).toBe('running');
  }, 3_600_000);

  it('are torn when they are copied without standing still, which is why they do', async () => {
    let bad = 0;
    let tries = 0;
    for (; tries < NAIVE_TRIES && bad === 0; tries += 1) {
      const source = { service: 'koishi', volume: 'data', path: '' } as const;
      const tar = engine.containers.readArchive(container, '/data');
      const copied = await copyArchive(tar, source, store, () => {});
      await checkDatabases(copied, store, {
        work: join(folder, 'naive'),
        known: new Set(),
        signal: new AbortController().signal,
      });
      bad += (await faultsOf(inOrder(copied.values()))).length;
    }
    console.log(`without standing still: the first bad copy in try ${tries} of at most ${NAIVE_TRIES}`);
    expect(bad).toBeGreaterThan(0);
  }, 600_000);

  it('may lie beside files that shrink while they are read, as logs do', async () => {
    const logs = volumeName(bot, 'napcat', 'logs');
    await engine.volumes.ensure(logs, { [LABELS.bot]: bot, [LABELS.service]: 'napcat' });
    const shrinking = await engine.containers.create({
      name: containerName(bot, 'napcat'),
      image: lab.node,
      labels: { [LABELS.bot]: bot, [LABELS.service]: 'napcat', [LABELS.purpose]: 'service' },
      command: ['node', '-e', SHRINKING_FILES],
      volumes: [{ volume: logs, path: '/data' }],
    });
    await engine.containers.start(shrinking);
    const reading = async () => {
      const source = { service: 'napcat', volume: 'logs', path: '' } as const;
      await copyArchive(engine.containers.readArchive(shrinking, '/data'), source, store, () => {});
    };
    await expect(Promise.all(Array.from({ length: 5 }, reading))).rejects.toThrow(TarError);
    const manifest = await takeSnapshot(contextOf('napcat', 'logs'), takeOptions());
    expect(manifest.entries.map(({ path }) => path)).toEqual(['.', '0', '1', '2', '3', '4', '5']);
    expect(manifest.services[0]?.stoodStillMs).toBeGreaterThan(0);
    await engine.containers.stop(shrinking, 1);
  }, 120_000);

  it('are undamaged in the end', async () => {
    await engine.containers.stop(container, 1);
    const source = { service: 'koishi', volume: 'data', path: '' } as const;
    const tar = engine.containers.readArchive(container, '/data');
    const copied = await copyArchive(tar, source, store, () => {});
    expect(await faultsOf(inOrder(copied.values()))).toEqual([]);
  }, 60_000);
});

function takeOptions(): TakeOptions {
  return {
    id: newSnapshotId(Date.now()),
    reason: 'asked',
    mayStop: false,
    known: new Set(),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
}

function judge(path: string): string | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    const answers = database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => row['integrity_check']);
    if (answers.join() !== 'ok') return String(answers[0]);
    const sum = Number(database.prepare('SELECT sum(money) AS sum FROM account').get()?.['sum']);
    return sum === SUM ? undefined : `the sum is ${sum}`;
  } catch (error) {
    return String(error);
  } finally {
    database?.close();
  }
}

async function untilAllWrite(engine: Engine, id: string): Promise<void> {
  const writing = new Set<string>();
  for await (const { text } of engine.containers.logs(id, { follow: true })) {
    if (text.endsWith(' writes')) writing.add(text);
    else console.log(text);
    if (writing.size === DATABASES.length) return;
  }
  throw new Error('the writers ended');
}
