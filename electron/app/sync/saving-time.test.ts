import { expect, test } from 'vitest';
import type { SyncProblem } from '../../contract/sync';
import { dueAt } from './saving-time';

const NOW = 1_700_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const settings = { intervalSeconds: 180 };
const failed = (code: SyncProblem, params: Record<string, number> = {}) => ({ code, params, evidence: [] });

test.each<[string, Partial<Parameters<typeof dueAt>[0]>, number | undefined]>([
  ['never saved: at once', { lastEnd: undefined }, NOW],
  ['saved just now: after the interval', {}, NOW + 180 * SECOND],
  ['long ago: it is due', { lastEnd: NOW - 60 * MINUTE }, NOW - 57 * MINUTE],
  ['a clock that was set back', { lastEnd: NOW + 60 * MINUTE }, NOW + 180 * SECOND],
  ['once without a line', { failure: failed('syncOffline'), failures: 1 }, NOW + 30 * SECOND],
  ['often without a line', { failure: failed('syncOffline'), failures: 20 }, NOW + 120 * SECOND],
  ['a token that is not taken', { failure: failed('syncTokenRefused'), failures: 1 }, undefined],
  ['another computer', { failure: failed('syncConflict'), failures: 1 }, undefined],
  ['mended on GitHub', { failure: failed('syncPublic'), failures: 1 }, NOW + 10 * MINUTE],
  [
    'mended on GitHub, saved once a day',
    { failure: failed('syncPublic'), failures: 1, settings: { intervalSeconds: 86_400 } },
    NOW + 86_400 * SECOND,
  ],
  [
    'GitHub says until when',
    { failure: failed('syncRateLimited', { until: NOW + 40 * MINUTE }), failures: 1 },
    NOW + 40 * MINUTE,
  ],
  ['GitHub does not say', { failure: failed('syncRateLimited'), failures: 1 }, NOW + 30 * SECOND],
])('%s', (_name, over, due) => {
  const input = { settings, lastEnd: NOW, failure: undefined, failures: 0, now: NOW, ...over };
  expect(dueAt(input)).toBe(due);
});
