// Long because it is the one vocabulary that all services speak, with its types.
import type { Bot, Persona, Wake } from '../contract/bot';
import type { ServiceName } from '../contract/ids';
import type { Diagnosis, Progress } from '../contract/link-state';
import type { LoginState } from '../contract/login';
import type { ModelProtocol, ProviderId } from '../contract/model';
import type { RouteTable } from '../contract/routes';
import type { Clock } from '../lib/clock';
import type { Readable } from '../lib/value';
import type { ServiceDefinition } from './definition';
import type { KnownVersions, PluginSet } from './versions';

/** What a service can play in a stack: the two that make a bot, and what a bot may have besides. */
export type Role = 'messenger' | 'brain' | OptionalRole;
export type OptionalRole = 'keyPool' | 'gateway';

/** What every service says of itself, whatever it plays. */
export interface ServiceInfo {
  name: ServiceName;
  product: string;
  /** Of the newest that BotPier knows: what a new bot gets. */
  version: string;
  /** Its canonical image reference. */
  image: string;
  /** All that bots may run, newest first. */
  versions: KnownVersions;
  licence: string;
  licenceUrl: string;
  memoryLimitBytes: number;
  /** What the real program was seen to take some minutes after its first answers; absent where only a double was run. */
  memoryUsedBytes?: number;
  /** Ports to publish on loopback, with the usual host number. */
  ports: readonly { name: string; container: number; preferredHost: number }[];
  /** Names of the secrets the service needs; BotPier makes each: 32 random letters and digits. */
  secrets: readonly string[];
  /**
   * What may hold a key or a sign-in, as `<volume>/<path>`; one that ends with `/` is all below it. Encrypted before it
   * leaves this computer.
   */
  sensitive: readonly string[];
  /** What the log of its preparation says so far: how far it is, and why it failed when it did. */
  readPreparation?(lines: readonly string[]): PreparationReport;
  /** Its web panel, when it has one that a user may open. */
  panel?: Panel;
  /**
   * Paths that ask for a token by themselves: a gateway that others can reach lets them through without its own
   * session. Regular expressions (RE2) for the whole path as the service sees it.
   */
  ownLogin?: readonly string[];
  /** Where its data lies in a repository that the older backup tool wrote; the first that fits a file counts. */
  legacyPlaces?: readonly LegacyPlace[];
  /** Files of such a repository that are read for `readLegacy`, and that have no place in any volume. */
  legacyReads?: readonly string[];
  /** What its own files say, as somebody brings them along, in BotPier's words. */
  readLegacy?(files: LegacyFiles): Promise<LegacyFindings>;
}

/** A folder of such a repository, which mirrors a disk from `/` on, and which volume what is in it belongs to. */
export interface LegacyPlace {
  /** Without a slash at either end. */
  folder: string;
  volume: string;
  /** Who owns it in the container: uid and gid. */
  owner: number;
  /** Paths below the folder that are SQLite databases, whatever is in them. */
  databases?: readonly string[];
}

/** A service's files of such a repository: checked, and only to be read. */
export interface LegacyFiles {
  /** `<volume>/<path>` of each. */
  readonly paths: readonly string[];
  /** By such a path, or one of `legacyReads`; undefined for what is not there, or is too long for a text. */
  text(path: string): Promise<string | undefined>;
  /** All rows of a table, of every database that has it. */
  rows(table: string): Promise<Record<string, unknown>[]>;
}

/** Everything that was found; what could not be read is left out. */
export interface LegacyFindings {
  account?: string;
  owner?: string;
  nickname?: string;
  /** What the model was told to be. */
  persona?: string;
  wake?: Partial<Wake>;
  /** The provider that was in use, as its own program reached it. `key` is a secret. */
  model?: { protocol: ModelProtocol; baseUrl: string; model: string; key: string };
  /** Texts with keys of Gemini, and where those are valid; the first that holds any counts. Secrets. */
  poolKeys?: readonly { text: string; baseUrl: string | undefined }[];
}

export interface Panel {
  /** Name of the port it is served on. */
  port: string;
  path: string;
  /**
   * What its page keeps in `localStorage` once somebody has signed in: short-lived, never the panel's own secret.
   * Rejects when the panel does not let us in.
   */
  enter(access: ServiceAccess, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
}

export interface PreparationReport {
  progress: Progress;
  failure: Diagnosis | undefined;
}

/** What a definition is built from. Ports and secrets by the names in `ServiceInfo`. */
export interface DefinitionInput {
  bot: Bot;
  /** Host ports by port name. */
  ports: Readonly<Record<string, number>>;
  /** This service's own secrets by name. */
  secrets: Readonly<Record<string, string>>;
  bridge: Bridge;
  network: { pluginRegistry: string; proxy: string };
  /** Undefined until the user gave one. */
  model: ModelAccess | undefined;
  /** Of the gateway alone. */
  gateway?: GatewayInput;
  /** What the bot has installed beside the image; absent where BotPier does not know it (any more). */
  plugins?: PluginSet;
}

/** The line between the two roles: who dials whom, where, and with which token. */
export interface Bridge {
  dials: 'messenger' | 'brain';
  url: string;
  token: string;
}

/** Model access with the key in clear text: main process only, written to files that only the service reads. */
export interface ModelAccess {
  provider: ProviderId;
  protocol: ModelProtocol;
  /** As seen from inside a container. */
  baseUrl: string;
  model: string;
  key: string;
}

/** What a client of a running service is given. */
export interface ServiceAccess {
  /** 127.0.0.1 ports by port name. */
  ports: Readonly<Record<string, number>>;
  secrets: Readonly<Record<string, string>>;
  clock: Clock;
  fetch: typeof fetch;
  /** Debug lines for BotPier's own log; redacted there. */
  log: (text: string) => void;
  /** Lines of the service's container log from now on, none from before; the answer stops them. */
  logs?: (listener: (line: string) => void) => () => void;
}

// ── messenger ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Speaks a chat network and offers OneBot v11. */
export interface Messenger extends ServiceInfo {
  /** Where a brain that dials reaches it: `ws://napcat:3001`; either way the token is its secret of that name. */
  bridge: { url: string; secret: string };
  define(input: DefinitionInput): ServiceDefinition;
  /** @param brainUrl where it dials the brain; undefined when the brain dials. */
  connect(access: ServiceAccess, account: string | undefined, brainUrl?: string): MessengerConnection;
}

/** A live connection to a running messenger. Reconnects by itself until closed. */
export interface MessengerConnection {
  readonly login: Readable<LoginState>;
  readonly monitor: Readable<MonitorState>;
  /** Why its dialling of a brain that listens failed last. That it got through is told by the brain alone. */
  readonly dialling: Readable<DialFailure | undefined>;
  /** Is the web API answering, and does it take our token? */
  readonly api: Readable<
    | { kind: 'connecting' }
    | { kind: 'ok'; version: string | undefined }
    | { kind: 'refused' }
    | { kind: 'unreachable'; message: string }
  >;
  /** Throws away the QR code on screen and asks for a fresh one. */
  refreshQr(signal?: AbortSignal): Promise<void>;
  /** Signs a known account in without a scan; rejects with the messenger's own text. */
  quickLogin(account: string, signal?: AbortSignal): Promise<void>;
  /** Restarts the messenger's own process where its API can, else rejects. */
  restart(signal?: AbortSignal): Promise<void>;
  /**
   * Which brain the bridge is for from now on: where that one is dialled, undefined when it dials. Nothing is written;
   * `inspectBridge` and `rewriteBridge` go by it.
   */
  bridgeTo(brainUrl: string | undefined): void;
  /** Compares the bridge ends in the running messenger with ours. */
  inspectBridge(signal?: AbortSignal): Promise<BridgeEnd>;
  /**
   * Writes our bridge ends again, leaving everything else as it is; takes effect at once. At no moment do two brains
   * hear a message: one for another brain is gone before ours is there.
   */
  rewriteBridge(signal?: AbortSignal): Promise<void>;
  /**
   * The secrets of our bridge ends as they stand in the running messenger, by their names in `secrets`.
   * Rejects when one of them is empty or too weak to be taken over.
   */
  readBridgeSecrets(signal?: AbortSignal): Promise<Record<string, string>>;
  close(): void;
}

/** What our own socket to the messenger says. Counts since connected; never any content. */
export interface MonitorState {
  kind: 'connecting' | 'refused' | 'connected';
  selfId: string | undefined;
  online: boolean;
  lastHeartbeatAt: number | undefined;
  received: number;
  sent: number;
  lastReceivedAt: number | undefined;
  lastSentAt: number | undefined;
}

/** A messenger that does not get through to the brain. */
export interface DialFailure {
  sign: DialSign;
  /** The messenger's own words. */
  message: string;
  /** First and last time in a row, ms since 1970. */
  since: number;
  at: number;
}

export type DialSign =
  /** Nobody listens there. */
  'refused' | 'unknownHost' | 'timedOut' | 'wrongPath' | 'tokenRefused' | 'other';

/** The bridge's end inside the messenger. */
export type BridgeEnd =
  | { kind: 'ok' }
  | { kind: 'unknown'; reason: string }
  | { kind: 'missing' }
  | { kind: 'disabled' }
  /** Somebody edited the token or the port. */
  | { kind: 'changed'; what: string };

// ── brain ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads messages and thinks of answers. */
export interface Brain extends ServiceInfo {
  /** Where it waits for the messenger, `ws://astrbot:6199/ws`; a brain without this dials the messenger itself. */
  listensAt?: string;
  define(input: DefinitionInput): ServiceDefinition;
  /** What the model is told to be, as this brain sends it on that day. */
  prompt(persona: Persona, now: Date): string;
  connect(access: ServiceAccess): BrainConnection;
}

export interface BrainConnection {
  readonly report: Readable<BrainReport>;
  /**
   * Asks the brain one thing in process, through its model: the reply link's proof. Leaves no trace in any talk.
   * Rejects with BrainError.
   * @param system what the model is told to be; left out, nothing
   */
  converse(
    text: string,
    signal?: AbortSignal,
    system?: string,
  ): Promise<{ answer: string; latencyMs: number }>;
  /** Makes the brain connect to the messenger anew. */
  reconnectBridge(signal?: AbortSignal): Promise<void>;
  close(): void;
}

// ── options ───────────────────────────────────────────────────────────────────────────────────────────────────

/** One address in front of all panels. */
export interface Gateway extends ServiceInfo {
  /** How another configuration is made live while it runs: the file is staged, then the command is run. */
  live: {
    /** What it starts from. */
    file: string;
    staged: string;
    command: readonly string[];
    /** The name of a configuration, by which the running one is told. */
    markOf(content: string): string | undefined;
  };
  define(input: DefinitionInput): ServiceDefinition;
  connect(access: ServiceAccess): GatewayConnection;
}

export interface GatewayInput {
  table: RouteTable;
  upstreams: readonly Upstream[];
  /** Where BotPier listens, as seen from inside the container; undefined while it does not. */
  door: { host: string; port: number } | undefined;
}

/** A service behind the gateway, by its name on the bot's network. */
export interface Upstream {
  name: string;
  /** Ports inside its container, and where each is published on this computer. */
  ports: readonly { container: number; host: number | undefined }[];
  ownLogin?: readonly string[];
}

/** A service with a page or an API that people open. */
export interface PanelPart {
  role: Role;
  name: ServiceName;
  product: string;
  /** Inside its container. */
  port: number;
  path: string;
}

export interface GatewayConnection {
  readonly report: Readable<GatewayReport>;
  /** Looks now. Never rejects. */
  look(): Promise<void>;
  close(): void;
}

export type GatewayReport =
  | { kind: 'connecting' }
  | { kind: 'unreachable'; message: string }
  | { kind: 'up'; config: string };

export type BrainReport =
  | { kind: 'connecting' }
  | { kind: 'unreachable'; message: string }
  | {
      kind: 'up';
      version: string;
      /** Accounts the brain holds a bridge for. */
      bots: { selfId: string; online: boolean; error: string | undefined }[];
      models: string[];
      /** Plugins that did not load, with their own text. */
      failures: { plugin: string; message: string }[];
    };

/** Why a conversation gave no answer: the model's problem, told apart as far as the brain tells. */
export class BrainError extends Error {
  override readonly name = 'BrainError';
  readonly kind:
    | 'keyRefused'
    | 'quota'
    | 'rateLimited'
    | 'modelMissing'
    | 'unreachable'
    | 'timeout'
    | 'unknown';

  constructor(kind: BrainError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
