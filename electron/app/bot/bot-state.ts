import type { ServiceSight, World } from '../../chain/world';
import type { ServiceName } from '../../contract/ids';
import type { SnapshotsView } from '../../contract/snapshot';
import type { Stack } from '../../stacks/stack';
import { emptyGatewayState, type GatewayState } from '../gateway/gateway-state';
import { emptyPoolMemory, type PoolMemory } from '../key-pool/pool-memory';
import type { WishedService } from './define-services';
import type { Sight } from './observe';

/** What one bot's run holds in memory: all of it seen or derived, none of it stored. */
export interface BotState {
  stack: Stack | undefined;
  /** Tokens by service and name. */
  secrets: Record<string, Record<string, string>>;
  wished: readonly WishedService[];
  /** The brain that is made ready, or kept running, beside the one that answers, while they change places. */
  beside: { stack: Stack; wished: WishedService } | undefined;
  /** Brains kept for the way back, each wished to be stopped. */
  resting: readonly WishedService[];
  /** What resting brains take on the disk, by service, once measured. */
  restingBytes: Map<ServiceName, number>;
  /** Whoever changes brains sees to the bridge by itself now. */
  switching: boolean;
  sight: Sight | undefined;
  /** Services whose steps are being carried out. */
  busy: Set<ServiceName>;
  /** Services that must not run for now, whatever is wished: their data is being copied or replaced. */
  held: Set<ServiceName>;
  /** Containers that stand still for a copy of their data. */
  standing: Set<string>;
  /** What is seen of its snapshots, and done to them. */
  snapshots: Pick<SnapshotsView, 'count' | 'lastAt' | 'progress' | 'failure'>;
  refusals: Map<ServiceName, NonNullable<ServiceSight['refusal']>>;
  /** Hashes that did not come up in place of a running container, and why: not tried again by themselves. */
  rejected: Map<ServiceName, { hash: string; message: string }>;
  prepareLines: Map<ServiceName, string[]>;
  gateway: GatewayState;
  model: World['model'];
  /** Its keys and what is known of them. */
  pool: PoolMemory;
  proof: World['proof'];
  /** Tries to sign in again since the account was last well. */
  relogins: number;
  /** When the sign-in was confirmed on the phone, until the first reply. */
  confirmedAt: number | undefined;
}

export function emptyState(): BotState {
  return {
    stack: undefined,
    secrets: {},
    wished: [],
    beside: undefined,
    resting: [],
    restingBytes: new Map(),
    switching: false,
    sight: undefined,
    busy: new Set(),
    held: new Set(),
    standing: new Set(),
    snapshots: { count: 0 },
    refusals: new Map(),
    rejected: new Map(),
    prepareLines: new Map(),
    gateway: emptyGatewayState(),
    model: { choice: undefined, key: 'absent', check: { kind: 'unknown' } },
    pool: emptyPoolMemory(),
    proof: { kind: 'none' },
    relogins: 0,
    confirmedAt: undefined,
  };
}
