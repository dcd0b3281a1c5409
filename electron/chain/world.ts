import type { Bot } from '../contract/bot';
import type { Diagnosis, Progress } from '../contract/link-state';
import type { LoginState } from '../contract/login';
import type { ModelCheck, ModelCheckProblem, ModelChoice } from '../contract/model';
import type { SyncView } from '../contract/sync';
import type { ContainerInfo, EngineErrorKind, EngineProbe } from '../engine/engine';
import type { ServiceWish } from '../plan/plan';
import type { KeyPoolReport } from '../services/key-pool-role';
import type {
  BrainConnection,
  BrainReport,
  BridgeEnd,
  DialFailure,
  GatewayReport,
  MessengerConnection,
  MonitorState,
  ServiceInfo,
} from '../services/roles';

/** Everything the links look at, as last seen. Plain values: judging asks nobody and waits for nothing. */
export interface World {
  /** ms since 1970. */
  now: number;
  bot: Bot;
  /** Undefined until the first look. */
  engine: EngineProbe | undefined;
  /** The images of the bot's stack; empty while none is chosen. */
  images: readonly ImageSight[];
  /** Undefined while no stack is chosen. */
  messenger: MessengerSight | undefined;
  brain: BrainSight | undefined;
  /** The brain that does not answer, or not yet, while one takes another's place. */
  beside: (BrainSight & { image: ImageSight }) | undefined;
  /** Undefined while the bot does without. */
  keyPool: KeyPoolSight | undefined;
  gateway: GatewaySight | undefined;
  /** Undefined for a bot that is saved to no repository. */
  sync: SyncView | undefined;
  model: ModelSight;
  proof: ProofSight;
}

export interface ImageSight {
  reference: string;
  product: string;
  state:
    | { kind: 'unknown' }
    | { kind: 'present' }
    | { kind: 'absent' }
    | { kind: 'pulling'; phase: 'downloading' | 'unpacking'; progress: Progress }
    | { kind: 'failed'; at: number; attempts: readonly PullAttempt[] };
}

/** What one mirror did. */
export interface PullAttempt {
  mirror: string;
  kind: EngineErrorKind | 'lies' | 'wrongArchitecture';
  message: string;
}

export interface ServiceSight {
  info: ServiceInfo;
  wish: ServiceWish['state'];
  imagePresent: boolean;
  container: ContainerInfo | undefined;
  preparation:
    | { kind: 'none' | 'done' }
    | { kind: 'running'; progress: Progress }
    | { kind: 'failed'; diagnosis: Diagnosis };
  /** The last thing the engine refused for this service; undefined once something worked. */
  refusal: { kind: EngineErrorKind; message: string; at: number } | undefined;
  /** Steps of the plan are being carried out for it now. */
  busy: boolean;
}

export interface MessengerSight extends ServiceSight {
  /** Undefined while its container is not running. */
  connection:
    | {
        api: ReturnType<MessengerConnection['api']['get']>;
        login: LoginState;
        monitor: MonitorState;
        dialling: DialFailure | undefined;
        /** Undefined until it was looked at since the last sign-in. */
        bridgeEnd: BridgeEnd | undefined;
        bridgeEndAt: number;
      }
    | undefined;
}

export interface BrainSight extends ServiceSight {
  /** Undefined while its container is not running. */
  report: ReturnType<BrainConnection['report']['get']> | undefined;
}

export interface KeyPoolSight extends ServiceSight {
  /** Undefined while its container is not running. */
  report: KeyPoolReport | undefined;
}

export interface GatewaySight extends ServiceSight {
  /** Undefined while its container is not running. */
  report: GatewayReport | undefined;
  /** The configuration it should have; undefined while whoever looks does not know. */
  wanted: string | undefined;
  /** What it said of a configuration that it did not take. */
  refused: { config: string; message: string } | undefined;
}

export interface ModelSight {
  choice: ModelChoice | undefined;
  key: 'absent' | 'present' | 'unreadable' | 'notNeeded';
  check: { kind: 'unknown' } | { kind: 'checking' } | { kind: 'checked'; at: number; result: ModelCheck };
  /** Its keys, when the bot asks through a pool. */
  pool?: PoolSummary;
}

/** What is known of a pool's keys, all told. */
export interface PoolSummary {
  total: number;
  /** Not tried since they were read. */
  untried: number;
  checking: { done: number; total: number } | undefined;
  /** How many failed in which way at their last check. */
  failures: Readonly<Partial<Record<ModelCheckProblem, number>>>;
  /** Some of what the provider said to them. */
  messages: readonly string[];
}

export type ProofSight =
  | { kind: 'none' }
  | { kind: 'running' }
  /** `of` names what was proved: the same brain run with the same model. */
  | { kind: 'ok'; at: number; latencyMs: number; answer: string; of: string }
  | { kind: 'failed'; at: number; cause: string; message: string; of: string };

/** What a proof holds for: it must be made again when any of this changes. */
export function proofSubject(world: Pick<World, 'brain' | 'model'>): string {
  const choice = world.model.choice;
  return [
    world.brain?.container?.id,
    world.brain?.container?.startedAt,
    choice?.provider,
    choice?.baseUrl,
    choice?.model,
  ].join(' ');
}

export type { BrainReport };
