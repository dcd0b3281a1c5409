import type { SyncKeys, SyncTarget } from '../../electron/app/sync/repository-sync';

/** What a computer is told at its start, in its environment. */
export interface Setup {
  dir: string;
  seed: number;
  way: string;
  target: SyncTarget;
  keys: SyncKeys;
  endpoints: { api: string; git: string };
}

/** One line to it. `killAfter`: it kills itself once that step is done. */
export type Order = { kind: 'push'; n: number; killAfter?: number } | { kind: 'restore'; dir: string };

/** One line from it. */
export interface Answer {
  kind: 'ready' | 'done' | 'nothing' | 'conflict' | 'restored' | 'failed';
  commit?: string;
  code?: string;
}
