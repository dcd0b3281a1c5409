import { expect, test } from 'vitest';
import { Settings } from '../../contract/settings';
import { hushedUntil } from './hush';

const at = (time: string, day = 20) => new Date(`2026-11-${day}T${time}:00`).getTime();
const settings = (over: object) => Settings.parse({ notifications: over }).notifications;

test.each([
  ['before', '22:59', undefined],
  ['at the start', '23:00', at('07:00', 21)],
  ['before midnight', '23:59', at('07:00', 21)],
  ['after midnight', '06:59', at('07:00')],
  ['at the end', '07:00', undefined],
])('quiet hours over midnight, %s', (_, time, until) => {
  const quietHours = { on: true, from: '23:00', to: '07:00' };
  expect(hushedUntil(settings({ quietHours }), at(time))).toBe(until);
});

test.each([
  ['12:59', undefined],
  ['13:00', at('14:30')],
  ['14:30', undefined],
])('quiet hours within a day, %s', (time, until) => {
  expect(hushedUntil(settings({ quietHours: { on: true, from: '13:00', to: '14:30' } }), at(time))).toBe(
    until,
  );
});

test('switched off, or of no length, they hush nothing', () => {
  expect(hushedUntil(settings({ quietHours: { on: false, from: '00:00', to: '23:59' } }), at('12:00'))).toBe(
    undefined,
  );
  expect(hushedUntil(settings({ quietHours: { on: true, from: '12:00', to: '12:00' } }), at('12:00'))).toBe(
    undefined,
  );
});

test('a pause holds until its end, and longer within quiet hours', () => {
  const pausedUntil = at('22:00');
  expect(hushedUntil(settings({ pausedUntil }), at('21:59'))).toBe(pausedUntil);
  expect(hushedUntil(settings({ pausedUntil }), at('22:00'))).toBe(undefined);
  const quietHours = { on: true, from: '21:00', to: '23:00' };
  expect(hushedUntil(settings({ pausedUntil, quietHours }), at('21:59'))).toBe(at('23:00'));
});
