import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Rings, readHistory, writeHistory } from './history-file';
import { createMinuteRing, MINUTE_MS, MINUTES, minuteOf } from './minute-ring';

const START = 1_700_000_000_000;
let dir: string;
let path: string;
const damage: string[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'botpier-test-'));
  path = join(dir, 'aaaaaaaa.json.gz');
  damage.length = 0;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function fullDay(): Rings {
  const services = ['napcat', 'koishi', 'gateway'] as const;
  return new Map(
    services.map((service, index) => {
      const ring = createMinuteRing();
      for (let minute = 0; minute < MINUTES; minute++) {
        ring.put({
          at: START + minute * MINUTE_MS,
          cpus: 0.01 * (1 + Math.sin(minute / 60)) + index,
          memoryBytes: 200_000_000 + minute * 4_096,
          rxPerSecond: minute === 0 ? null : (minute * 37) % 9_000,
          txPerSecond: (minute * 31) % 7_000,
          readPerSecond: 0,
          writtenPerSecond: (minute * 13) % 4_096,
        });
      }
      return [service, ring];
    }),
  );
}
const read = () => readHistory(path, (message) => damage.push(message));
const LAST = minuteOf(START) + MINUTES - 1;

it('gives back what was written, and stays small', async () => {
  const day = fullDay();
  await writeHistory(path, day, LAST);
  const again = await read();
  expect(damage).toEqual([]);
  expect([...again.keys()]).toEqual([...day.keys()]);
  expect(again.get('koishi')?.columns(LAST).memoryBytes).toEqual(
    day.get('koishi')?.columns(LAST).memoryBytes,
  );
  expect(again.get('koishi')?.columns(LAST).rxPerSecond[0]).toBeNull();
  expect(again.get('gateway')?.columns(LAST).cpus[700]).toBeCloseTo(
    day.get('gateway')?.columns(LAST).cpus[700] ?? 0,
    2,
  );
  expect((await stat(path)).size).toBeLessThan(100_000);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('is empty without a file', async () => {
  expect((await read()).size).toBe(0);
  expect(damage).toEqual([]);
});

it.each([
  [
    'cut short',
    async () => {
      await writeHistory(path, fullDay(), LAST);
      await truncate(path, 500);
    },
  ],
  ['no archive', () => writeFile(path, 'not an archive')],
  ['empty', () => writeFile(path, '')],
  ['of another shape', () => writeFile(path, gzipSync('{"version":1,"lastMinute":-1,"services":{"x":[]}}'))],
  ['of a newer version', () => writeFile(path, gzipSync('{"version":2}'))],
  ['a bomb', () => writeFile(path, gzipSync(Buffer.alloc(50_000_000)))],
  [
    'with a column too short',
    async () => {
      const short = Object.fromEntries(
        ['cpus', 'memoryBytes', 'rxPerSecond', 'txPerSecond', 'readPerSecond', 'writtenPerSecond'].map(
          (m) => [m, [1]],
        ),
      );
      await writeFile(
        path,
        gzipSync(JSON.stringify({ version: 1, lastMinute: LAST, services: { koishi: short } })),
      );
    },
  ],
])('begins anew with a file that is %s, says so, and can be written again', async (_, damageIt) => {
  await damageIt();
  expect((await read()).size).toBe(0);
  expect(damage).toHaveLength(1);
  await writeHistory(path, fullDay(), LAST);
  expect((await read()).size).toBe(3);
});

it('leaves the old file and no other where it cannot be replaced', async () => {
  await writeHistory(path, fullDay(), LAST);
  const before = await readFile(path);
  await expect(writeHistory(join(path, 'below-a-file'), fullDay(), LAST)).rejects.toThrow();
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(dir)).toEqual(['aaaaaaaa.json.gz']);
});
