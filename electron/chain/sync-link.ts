import type { FixId, LinkState } from '../contract/link-state';
import type { SyncFailure, SyncProblem, SyncView } from '../contract/sync';
import { isOk, type Link, STOPPED, waitingFor } from './link';

interface Observation {
  now: number;
  sync: SyncView | undefined;
}

/** A bot whose last save is older than two intervals and so long is not being saved. */
const GRACE_MS = 10 * 60_000;

/** These pass, and are tried again by themselves. */
const PASSING: ReadonlySet<SyncProblem> = new Set([
  'syncOffline',
  'syncRateLimited',
  'syncNoCopy',
  'syncUnknown',
]);

const FIXES: Partial<Record<SyncProblem, readonly FixId[]>> = {
  syncOffline: ['retry', 'openNetworkSettings', 'openBackup'],
  syncProxy: ['openNetworkSettings', 'retry'],
  syncRateLimited: ['openBackup'],
  syncNoCopy: ['retry', 'openLogs'],
  syncUnknown: ['retry', 'openBackup', 'openLogs'],
  syncClockWrong: ['retry'],
  syncDiskFull: ['retry', 'openBackup'],
};

/** Is the bot being saved to its repository? No other link rests on it. When to try again is the saving's own affair. */
export const syncLink: Link<Observation> = {
  id: 'sync',
  observe: ({ now, sync }) => ({ now, sync }),
  judge({ now, sync }, earlier): LinkState {
    if (!sync || sync.settings.paused || sync.hold === 'botStopped') return STOPPED;
    if (!isOk(earlier, 'engine')) return waitingFor('engine');
    if (sync.settings.keyConfirmedAt === undefined)
      return { kind: 'needsYou', ask: { kind: 'keepRecoveryKey' } };
    if (sync.token !== 'present')
      return { kind: 'needsYou', ask: { kind: 'enterToken', repository: sync.settings.repository } };
    if (sync.conflict) return { kind: 'needsYou', ask: { kind: 'chooseComputer', ...sync.conflict } };
    const isFresh = now - (sync.lastSuccess ?? 0) < 2 * sync.settings.intervalSeconds * 1000 + GRACE_MS;
    const { failure } = sync;
    if (failure && !(PASSING.has(failure.code) && isFresh)) return broken(failure);
    if (failure) return { kind: 'working', doing: 'recovering' };
    return isFresh ? { kind: 'ok' } : saving(sync);
  },
  repair: () => undefined,
  detail: ({ sync }) => sync?.settings.repository,
};

/** The first save, or the first after a long time; those in between are nothing to speak of. */
function saving({ running }: SyncView): LinkState {
  if (!running) return { kind: 'working', doing: 'saving' };
  const { doneBytes, totalBytes } = running;
  return {
    kind: 'working',
    doing: 'saving',
    progress: {
      ...(doneBytes === undefined ? {} : { doneBytes }),
      ...(totalBytes === undefined ? {} : { totalBytes }),
    },
  };
}

function broken({ code, params, evidence }: SyncFailure): LinkState {
  const fixes = FIXES[code] ?? ['openBackup', 'retry'];
  return { kind: 'broken', diagnosis: { code, params, evidence }, fixes: [...fixes] };
}
