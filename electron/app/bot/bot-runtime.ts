import type { World } from '../../chain/world';
import type { ServiceName } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import type { KeyPoolConnection } from '../../services/key-pool-role';
import type { BrainChanger } from '../brain-change/brain-changer';
import type { BotPool } from '../key-pool/bot-pool';
import type { ServiceUpdater } from '../service-updates/service-updater';
import type { BotSaver } from '../sync/bot-saver';
import type { BotRecord } from './bot-record';
import type { BotState } from './bot-state';
import type { Connections } from './connections';
import type { Supervisor } from './supervisor';

/** One bot at work: it looks, judges, mends, and says how it is. */
export interface BotRuntime {
  readonly record: BotRecord;
  readonly state: BotState;
  readonly connections: Connections;
  readonly supervisor: Supervisor;
  readonly changer: BrainChanger;
  readonly updater: ServiceUpdater;
  readonly pool: BotPool;
  readonly saver: BotSaver;
  /** To the running key pool. */
  poolConnection(): KeyPoolConnection | undefined;
  view(): BotView;
  world(): World;
  /** Says that something it looks at has changed. Cheap: many calls in one turn are one look. */
  touch(): void;
  /** Reads settings, secrets and ports again, and writes down what is wished. */
  define(): Promise<void>;
  /** Reads settings, secrets and ports again, then brings the containers in line; waits for `service` or for all. */
  refresh(service?: ServiceName): Promise<void>;
  /** Brings the containers in line with what is wished; waits for `service` or for all. */
  apply(service?: ServiceName): Promise<void>;
  /** Takes a new list of the bot's containers. */
  look(): Promise<void>;
  /** Resolves when the condition holds on a look; rejects when `signal` aborts. */
  until(condition: (world: World) => boolean, signal: AbortSignal): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}
