import type { SyncFailure, SyncProblem, SyncSettings } from '../../contract/sync';
import { backOffMs } from '../bot/supervisor';

/** Trying again would only make it worse, or change nothing: somebody has to do something first. */
const WAITS_FOR_USER: ReadonlySet<SyncProblem> = new Set([
  'syncTokenRefused',
  'syncConflict',
  'syncChanged',
  'syncForeign',
  'syncKeyLost',
  'syncKeyWrong',
]);
/** These are mended elsewhere, on GitHub or on this computer, and nobody tells us when. */
const MENDED_ELSEWHERE: ReadonlySet<SyncProblem> = new Set([
  'syncForbidden',
  'syncRepositoryMissing',
  'syncSso',
  'syncSecretsBlocked',
  'syncTooLarge',
  'syncBranchProtected',
  'syncPublic',
  'syncArchived',
  'syncGitMissing',
]);
const ELSEWHERE_MS = 10 * 60_000;
/** A copy costs the bot a moment of standing still, and GitHub counts. */
const LEAST_MS = 30_000;

/**
 * When the next run is due; undefined when it waits for somebody. ms since 1970.
 * @param lastEnd when the last run ended; undefined when there was none
 * @param failures how many in a row did not end well
 */
export function dueAt(input: {
  settings: Pick<SyncSettings, 'intervalSeconds'>;
  lastEnd: number | undefined;
  failure: SyncFailure | undefined;
  failures: number;
  now: number;
}): number | undefined {
  const { failure, failures, now } = input;
  // A clock that was set back says nothing of how long ago that was.
  const lastEnd = Math.min(input.lastEnd ?? now, now);
  const intervalMs = input.settings.intervalSeconds * 1000;
  if (!failure) return input.lastEnd === undefined ? now : lastEnd + intervalMs;
  if (WAITS_FOR_USER.has(failure.code)) return undefined;
  const { until } = failure.params;
  if (failure.code === 'syncRateLimited' && typeof until === 'number')
    return Math.max(until, lastEnd + LEAST_MS);
  if (MENDED_ELSEWHERE.has(failure.code)) return lastEnd + Math.max(ELSEWHERE_MS, intervalMs);
  return lastEnd + Math.max(LEAST_MS, backOffMs(failures));
}
