import { expect, it } from 'vitest';
import { createMinuteRing, MINUTE_MS, MINUTES, minuteOf } from './minute-ring';

const START = 1_700_000_000_000;
const reading = (minutes: number, cpus: number) => ({
  at: START + minutes * MINUTE_MS,
  cpus,
  memoryBytes: 1_000,
  rxPerSecond: null,
  txPerSecond: 2,
  readPerSecond: 3,
  writtenPerSecond: 4,
});

it('keeps a day, and gaps as gaps', () => {
  const ring = createMinuteRing();
  ring.put(reading(0, 0.5));
  ring.put(reading(3, 0.25));
  const { cpus, rxPerSecond, txPerSecond } = ring.columns(minuteOf(START) + 3);
  expect(cpus).toHaveLength(MINUTES);
  expect(cpus.slice(-5)).toEqual([null, 0.5, null, null, 0.25]);
  expect(rxPerSecond.every((value) => value === null)).toBe(true);
  expect(txPerSecond.at(-1)).toBe(2);
});

it('drops what is older than a day, however the ring turns', () => {
  const ring = createMinuteRing();
  for (let minute = 0; minute < MINUTES * 2 + 7; minute += 7) ring.put(reading(minute, minute));
  const last = minuteOf(START) + MINUTES * 2 + 7;
  const { cpus } = ring.columns(last);
  const seen = cpus.filter((value) => value !== null);
  expect(seen.length).toBeLessThanOrEqual(Math.ceil(MINUTES / 7));
  expect(Math.min(...seen)).toBeGreaterThan(MINUTES);
  expect(ring.columns(last + MINUTES).cpus.every((value) => value === null)).toBe(true);
});
