import { expect, it } from 'vitest';
import { isNight, isQuiet, untilNight } from './night';

const MINUTE = 60_000;
/** By this computer's time, on a day on which no clock is changed. */
const at = (hour: number, minute = 0) => new Date(2026, 0, 15, hour, minute).getTime();

it.each([
  [0, 0, false],
  [2, 59, false],
  [3, 0, true],
  [4, 59, true],
  [5, 0, false],
  [12, 0, false],
  [23, 59, false],
])('%i:%i is night: %s', (hour, minute, expected) => {
  expect(isNight(at(hour, minute))).toBe(expected);
});

it('tells how long it is until then', () => {
  expect(untilNight(at(2, 30))).toBe(30 * MINUTE);
  expect(untilNight(at(3))).toBe(0);
  expect(untilNight(at(4, 59))).toBe(0);
  expect(untilNight(at(5))).toBe(22 * 60 * MINUTE);
  expect(untilNight(at(23))).toBe(4 * 60 * MINUTE);
});

it('is quiet a quarter of an hour after the last word, whoever had it', () => {
  const now = at(3, 30);
  const quiet = (received: number | undefined, sent: number | undefined) =>
    isQuiet(now, {
      lastReceivedAt: received === undefined ? undefined : now - received * MINUTE,
      lastSentAt: sent === undefined ? undefined : now - sent * MINUTE,
    });
  expect(quiet(undefined, undefined)).toBe(true);
  expect(quiet(15, 16)).toBe(true);
  expect(quiet(14, 60)).toBe(false);
  expect(quiet(60, 14)).toBe(false);
});
