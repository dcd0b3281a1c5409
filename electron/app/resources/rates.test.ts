import { expect, it } from 'vitest';
import { readingSince } from './rates';

const reading = (at: number, over: object = {}) => ({
  at,
  cpus: 0.9,
  cpuMs: at / 10,
  memoryBytes: 5,
  rxBytes: at,
  txBytes: at * 2,
  readBytes: at * 3,
  writtenBytes: at * 4,
  ...over,
});

it('tells rates from two readings of one run', () => {
  expect(readingSince(reading(60_000), reading(120_000))).toEqual({
    at: 120_000,
    cpus: 0.1,
    memoryBytes: 5,
    rxPerSecond: 1_000,
    txPerSecond: 2_000,
    readPerSecond: 3_000,
    writtenPerSecond: 4_000,
  });
});

it('knows no rates of a first reading, nor across a restart', () => {
  const unknown = {
    cpus: 0.9,
    rxPerSecond: null,
    txPerSecond: null,
    readPerSecond: null,
    writtenPerSecond: null,
  };
  expect(readingSince(undefined, reading(1_000))).toMatchObject(unknown);
  expect(readingSince(reading(1_000), reading(2_000, { cpuMs: 3 }))).toMatchObject(unknown);
  expect(readingSince(reading(2_000), reading(2_000))).toMatchObject(unknown);
});
