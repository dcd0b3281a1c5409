import { type SavedGeneration, SyncSettings, type SyncView } from '../../electron/contract/sync';
import { NOW } from './views';

const MINUTE = 60_000;

export const RECOVERY_KEY = 'AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQSXUAXM';

const settings = SyncSettings.parse({
  repository: 'captain/my-bot',
  device: 'attic',
  keyConfirmedAt: NOW - 10 * 86_400_000,
});

/** A bot that is saved well. */
export const SAVED: SyncView = {
  settings,
  token: 'present',
  lastSuccess: NOW - 2 * MINUTE,
  nextRun: NOW + MINUTE,
  savedBytes: 214_000_000,
  sentBytes: 268_000_000,
  runs: [
    { at: NOW - 2 * MINUTE, tookMs: 1_900, outcome: 'saved', bytes: 46_000, files: 12 },
    { at: NOW - 5 * MINUTE, tookMs: 700, outcome: 'unchanged' },
    { at: NOW - 8 * MINUTE, tookMs: 12_400, outcome: 'failed', code: 'syncOffline' },
    { at: NOW - 11 * MINUTE, tookMs: 2_100, outcome: 'saved', bytes: 1_240_000, files: 31 },
    { at: NOW - 86_400_000, tookMs: 3_000, outcome: 'cancelled' },
  ],
};

/** One whose recovery key was not entered again yet. */
export const UNCONFIRMED: SyncView = {
  settings: { ...settings, keyConfirmedAt: undefined },
  token: 'present',
  hold: 'keyUnconfirmed',
  sentBytes: 0,
  runs: [],
};

/** What lies in a repository, newest first. */
export const GENERATIONS: SavedGeneration[] = [2, 5, 62, 26 * 60, 50 * 60].map((minutes, index) => ({
  id: `${index}`.repeat(40),
  at: NOW - minutes * MINUTE,
  device: index < 3 ? 'attic' : 'old-laptop',
  botName: '小码',
  bytes: 214_000_000 - index * 9_000_000,
}));
