import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Bot } from '../../contract/bot';
import { BotId } from '../../contract/ids';
import { LABELS } from '../../engine/engine';
import { createMemoryEngine, type MemoryEngine } from '../../engine/memory/memory-engine';
import { testImage } from '../../engine/memory/testing/test-image';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { createValue } from '../../lib/value';
import { newBot } from '../bot/new-bot';
import { MINUTE_MS } from './minute-ring';
import { createRecorder, type Recorder } from './recorder';

const bot = BotId.parse('quayquay');
const bots = createValue<readonly Bot[]>([]);
let clock: ManualClock;
let engine: MemoryEngine;
let dir: string;
let container: string;
const log: string[] = [];

beforeEach(async () => {
  clock = createManualClock();
  engine = createMemoryEngine({ clock, images: { 'lab/one:1': testImage('a') } });
  engine.controls.load('lab/one:1');
  dir = await mkdtemp(join(tmpdir(), 'botpier-test-'));
  log.length = 0;
  bots.set([{ ...newBot('one', 0), id: bot }]);
  container = await engine.containers.create({
    name: 'one',
    image: 'lab/one:1',
    command: ['lines', '1'],
    labels: { [LABELS.bot]: bot, [LABELS.service]: 'koishi' },
  });
  await engine.containers.start(container);
});
afterEach(async () => {
  await engine.controls.shutDown();
  await rm(dir, { recursive: true, force: true });
});

const start = (over: { lookOnly?: boolean } = {}): Recorder =>
  createRecorder({
    bots,
    runsOf: () => [{ service: 'koishi', container }],
    engine: () => engine,
    clock,
    dir,
    log: (text) => log.push(text),
    lookOnly: false,
    ...over,
  });
/** Lets so many minutes pass, second by second, so that what waits for a second reading gets it. */
async function minutes(count: number): Promise<void> {
  for (let second = 0; second < count * 60; second++) await clock.advance(1_000);
}
async function seen(recorder: Recorder): Promise<number> {
  await recorder.idle();
  const { services } = await recorder.history(bot);
  return services[0]?.columns.memoryBytes.filter((value) => value !== null).length ?? 0;
}

it('keeps one reading a minute, and has them again after a restart', async () => {
  const first = start();
  await minutes(5);
  expect(await seen(first)).toBe(5);
  await first.close();
  expect(await readdir(join(dir, 'resources'))).toEqual([`${bot}.json.gz`]);
  const second = start();
  await minutes(2);
  expect(await seen(second)).toBe(7);
  const { from, stepMs, services } = await second.history(bot);
  expect(services[0]?.service).toBe('koishi');
  expect(from + services[0]!.columns.cpus.length * stepMs).toBeGreaterThan(clock.now());
  await second.close();
});

it('asks the engine for a second each minute, and not in between', async () => {
  let open = 0;
  let asked = 0;
  const { stats } = engine.containers;
  engine.containers.stats = async function* (...args) {
    asked += 1;
    open += 1;
    try {
      yield* stats(...args);
    } finally {
      open -= 1;
    }
  };
  const recorder = start();
  await minutes(3);
  await clock.advance(5_000);
  expect({ open, asked }).toEqual({ open: 0, asked: 3 });
  await recorder.close();
});

it('leaves a gap while the engine is away, and goes on', async () => {
  const recorder = start();
  await minutes(2);
  await engine.controls.goAway();
  await minutes(3);
  engine.controls.comeBack();
  await minutes(2);
  expect(await seen(recorder)).toBe(4);
  await recorder.close();
});

it('begins anew with a damaged file and says so', async () => {
  const first = start();
  await minutes(2);
  await first.close();
  await writeFile(join(dir, 'resources', `${bot}.json.gz`), 'rubbish');
  const second = start();
  expect(await seen(second)).toBe(0);
  expect(log.join()).toContain('begin anew');
  await second.close();
});

it('says that it cannot write, and goes on looking', async () => {
  await writeFile(join(dir, 'resources'), 'a file in the way');
  const recorder = start();
  // The disk takes its own time: the day is read before the clock runs.
  expect(await seen(recorder)).toBe(0);
  await minutes(12);
  expect(await seen(recorder)).toBe(12);
  expect(log.filter((line) => line.includes('not written')).length).toBeGreaterThan(0);
  await recorder.close();
});

it('forgets a bot that is gone, with its file', async () => {
  const recorder = start();
  expect(await seen(recorder)).toBe(0);
  await minutes(11);
  await recorder.idle();
  expect(await readdir(join(dir, 'resources'))).toHaveLength(1);
  bots.set([]);
  await minutes(1);
  await recorder.close();
  expect(await readdir(join(dir, 'resources'))).toEqual([]);
});

it('neither looks nor writes where another one does', async () => {
  const recorder = start({ lookOnly: true });
  await minutes(3);
  expect(await seen(recorder)).toBe(0);
  await recorder.close();
  expect(await readdir(dir)).toEqual([]);
});

it('takes the engine’s clock for nothing: a reading belongs to the minute in which it came', async () => {
  const { stats } = engine.containers;
  engine.containers.stats = async function* (...args) {
    for await (const reading of stats(...args)) yield { ...reading, at: reading.at - 40 * MINUTE_MS };
  };
  const recorder = start();
  await minutes(3);
  expect(await seen(recorder)).toBe(3);
  expect((await recorder.history(bot)).services[0]?.columns.cpus.at(-1)).not.toBeNull();
  await recorder.close();
});
