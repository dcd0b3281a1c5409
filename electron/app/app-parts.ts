import type { Bot } from '../contract/bot';
import type { BotId } from '../contract/ids';
import type { Settings } from '../contract/settings';
import type { Clock } from '../lib/clock';
import type { Queue } from '../lib/queue';
import type { Redactor } from '../lib/redact';
import type { Readable } from '../lib/value';
import type { VersionsOf } from './bot/define-services';
import type { EngineWatch } from './engine-watch';
import type { Door } from './gateway/door';
import type { RouteStore } from './gateway/route-store';
import type { ImageKeeper } from './image-keeper';
import type { SecretStore } from './secrets/secret-store';
import type { DataKeeper } from './service-updates/data-keeper';
import type { Saving } from './sync/saving';

/** Asks for the digest of what a reference names by now; `mirrors` in the order of the settings. */
export type DigestOf = (
  reference: string,
  mirrors: readonly string[],
  signal: AbortSignal,
) => Promise<string | undefined>;

/** What all bots of the app share. */
export interface AppParts {
  engineWatch: EngineWatch;
  images: ImageKeeper;
  secrets: SecretStore;
  settings: Readable<Settings>;
  /** The network's settings with the proxy that is in use, its sign-in in it. */
  network: () => Settings['network'];
  redactor: Redactor;
  clock: Clock;
  fetch: typeof fetch;
  /** BotPier's own log; redacted there. */
  log: (text: string) => void;
  /** Salt of definition hashes; a secret itself, empty until secrets can be read. */
  salt: string;
  /** Ports are chosen one bot after the other, so that no two choose the same. */
  choosingPorts: Queue;
  /** As they are on disk. */
  bots: () => readonly Bot[];
  /** Host ports of all bots. */
  takenPorts: () => readonly number[];
  /** The host port that a service gets when it is free, by the one it is known under; undefined: any. */
  usualPort: (known: number) => number | undefined;
  /** Mends nothing. */
  lookOnly: boolean;
  /** While it only looks: whether it may ask the model and the brain, which costs a few words of the user's credit. */
  asks: boolean;
  /** This computer's clock is off by so many ms, as far as somebody outside can tell. */
  noteClockSkew: (skewMs: number) => void;
  /** Where a new pool's keys are valid, where that is not the provider's own address. */
  keyPoolBaseUrl: string | undefined;
  /** Route tables that users wrote. */
  routes: RouteStore;
  /** What bots are saved by. */
  saving: Saving;
  /** Where gateways reach this app. */
  door: Door;
  digestOf: DigestOf;
  /** Keeps data for the way back from an update. */
  dataKeeper: DataKeeper;
  /** The versions of a service that bots may run. */
  known: VersionsOf;
  startEngine: () => Promise<void>;
  onBotChange: () => void;
  /** A bot was removed with its data. */
  onBotRemoved: (bot: BotId) => Promise<void>;
}
