import type { SnapshotSummary } from '../../electron/contract/snapshot';
import { NOW } from './views';

const HOUR = 3_600_000;

/** Snapshots as a bot has them after a few days. */
export const SNAPSHOTS: SnapshotSummary[] = (
  [
    ['20260811T040000-k3x9q1', 'daily', 3 * HOUR, 0],
    ['20260810T193000-p0w2mm', 'asked', 12 * HOUR, 0],
    ['20260810T192800-a81jzz', 'restore', 12 * HOUR, 0],
    ['20260810T040000-77hq2c', 'daily', 27 * HOUR, 1],
  ] as const
).map(([id, reason, ago, damaged]) => ({
  id,
  at: NOW - ago,
  reason,
  stack: 'koishi',
  files: 3_412,
  bytes: 148_300_000,
  services: ['koishi', 'napcat'],
  stoodStillMs: 186,
  damaged,
}));
