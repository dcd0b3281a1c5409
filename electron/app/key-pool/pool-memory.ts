import type { ModelCheck } from '../../contract/model';
import type { PoolKey } from './pool-keys';

/** What a bot's run knows of its pool. The keys are a copy of what is stored; the rest was seen. */
export interface PoolMemory {
  /** Whether the stored keys can be read here. */
  readable: boolean;
  keys: readonly PoolKey[];
  /** Last results by key id. */
  checks: Map<string, { at: number; result: ModelCheck }>;
  /** Ids that are being tried or wait for their turn. */
  trying: Set<string>;
  run: { done: number; total: number } | undefined;
  /** Times the pool was mended since it was last well. */
  mends: number;
}

export function emptyPoolMemory(): PoolMemory {
  return { readable: true, keys: [], checks: new Map(), trying: new Set(), run: undefined, mends: 0 };
}
