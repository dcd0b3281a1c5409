// Long because it is the one interface that both engines fulfil, with its types.

import type { BotId, ServiceName } from '../contract/ids';

/**
 * How containers are touched, in our own words. Two full implementations: `docker/` and `memory/`; both pass
 * `engine.contract.ts`. Everything listed or touched carries our labels: a call on anything else is refused
 * with `EngineError('notOurs')`. Sizes are bytes, times ms since 1970 unless a name says otherwise.
 */
export interface Engine {
  /** Facts about the engine. */
  info(signal?: AbortSignal): Promise<EngineInfo>;
  readonly images: EngineImages;
  readonly containers: EngineContainers;
  readonly networks: EngineNetworks;
  readonly volumes: EngineVolumes;
  /**
   * Events of our containers. The first event is always `connected`, sent again after every reconnect:
   * whoever listens takes a full list then. Ends only when `signal` aborts.
   */
  events(signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** Lets go of connections and timers. Nothing running is stopped. */
  close(): Promise<void>;
}

export interface EngineInfo {
  /** `Docker`, `Podman`, `Rehearsal`. */
  product: string;
  version: string;
  apiVersion: string;
  /** `amd64`, `arm64`. */
  architecture: string;
  memoryBytes: number;
  cpus: number;
  /** The engine's clock minus ours, in ms. */
  clockSkewMs: number;
  /** Whether an aborted pull goes on where it stopped (containerd image store). */
  resumesPulls: boolean;
}

// ── labels ────────────────────────────────────────────────────────────────────────────────────────────────────

export const LABELS = {
  bot: 'io.botpier.bot',
  service: 'io.botpier.service',
  hash: 'io.botpier.hash',
  /** Which generation of its volumes a container works on; absent for the first. */
  generation: 'io.botpier.generation',
  /** `service`, `prepare` (one-shot), `writer` (never started). */
  purpose: 'io.botpier.purpose',
} as const;

/** How much of each container's log an engine keeps: the oldest file is dropped for a new one. */
export const CONTAINER_LOG = { fileBytes: 10 * 1024 * 1024, files: 3 } as const;

// ── images ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface EngineImages {
  /** Undefined when the image is not here. */
  find(reference: string): Promise<ImageInfo | undefined>;
  /**
   * Pulls exactly `reference` from where its name says. Rejects with EngineError; `cancelled` when aborted.
   * Has no watchdog of its own: a stalled pull stays pending (see pull-image.ts).
   */
  pull(reference: string, options: PullOptions): Promise<PullResult>;
  tag(reference: string, canonical: string): Promise<void>;
  /** Removes a name; the image itself goes when it was the last and nothing uses it. Absent is fine. */
  remove(reference: string): Promise<void>;
}

export interface ImageInfo {
  id: string;
  sizeBytes: number;
  architecture: string;
  /** `sha256:…` digests under which registries know it. */
  digests: string[];
}

export interface PullOptions {
  signal?: AbortSignal;
  /** `linux/amd64`; the engine's own by default. */
  platform?: string;
  onProgress?: (progress: PullProgress) => void;
}

export interface PullResult {
  /** The digest the registry named; undefined where the engine did not say. */
  digest: string | undefined;
}

export interface PullProgress {
  phase: 'resolving' | 'downloading' | 'unpacking';
  doneBytes: number;
  /** Undefined until every layer's size is known. */
  totalBytes: number | undefined;
  layersDone: number;
  layersTotal: number;
  /** The engine says it will try a layer again in so many ms. */
  retryInMs: number | undefined;
}

// ── containers ────────────────────────────────────────────────────────────────────────────────────────────────

export interface EngineContainers {
  list(bot?: BotId): Promise<ContainerInfo[]>;
  /** Undefined when it does not exist. */
  find(idOrName: string): Promise<ContainerInfo | undefined>;
  /** Answers the new container's id. Not started. */
  create(spec: CreateContainer): Promise<string>;
  /** Already running is fine. */
  start(id: string): Promise<void>;
  /** Already stopped or gone is fine. */
  stop(id: string, timeoutSeconds?: number): Promise<void>;
  kill(id: string): Promise<void>;
  /**
   * Makes its processes stand still where they are; already paused is fine. Rejects with `notRunning`, and with
   * `noFreezer` where the engine's machine cannot do it.
   */
  pause(id: string): Promise<void>;
  /** Lets them go on. Not paused, ended, or gone is fine. */
  unpause(id: string): Promise<void>;
  /**
   * Has somebody else unpause these should this process die, or not let go within `limitMs`. What is paused
   * without it stays so for ever when this process is killed.
   */
  guardPaused(ids: readonly string[], limitMs: number): Promise<PauseGuard>;
  /** With `force` a running one is killed first. Absent is fine. Never removes named volumes. */
  remove(id: string, force?: boolean): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Writes files into a created or running container; reaches its read-write volumes. Absolute paths. */
  putFiles(id: string, files: readonly FileEntry[]): Promise<void>;
  /** A file's bytes; undefined when it does not exist. At most 16 MiB. */
  getFile(id: string, path: string): Promise<Uint8Array | undefined>;
  /**
   * A folder with all that is in it, or a file, as a tar archive, of a container in whatever state, paused and never
   * started ones included. Names begin with the last part of `path`. Comes as it is read; `notFound` when there is
   * nothing, `cancelled` when aborted.
   */
  readArchive(id: string, path: string, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Lays out such an archive at `path`: modes, owners, empty folders and links included. When it breaks off, or the
   * source does, some of it may be there.
   */
  writeArchive(id: string, path: string, tar: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void>;
  /** Resolves with the exit code once it is not running; sees engine death and removal (rejects). */
  waitExit(id: string, signal?: AbortSignal): Promise<number>;
  /**
   * Lines of all runs, oldest first. With `follow` it goes on over restarts of the container and of the engine
   * until `signal` aborts or the container is removed, losing and doubling nothing.
   */
  logs(id: string, options: LogOptions): AsyncIterable<LogLine>;
  /** One reading per second until `signal` aborts or the container ends. */
  stats(id: string, signal: AbortSignal): AsyncIterable<StatsReading>;
  /** Runs a command to its end. */
  exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult>;
}

export interface PauseGuard {
  /** Nothing is paused any more: nobody has to watch. */
  release(): Promise<void>;
}

export interface CreateContainer {
  name: string;
  image: string;
  labels: Record<string, string>;
  entrypoint?: readonly string[];
  command?: readonly string[];
  workingDir?: string;
  env?: Record<string, string>;
  hostname?: string;
  macAddress?: string;
  network?: { name: string; aliases: readonly string[] };
  /** Published on 127.0.0.1, unless `reach` opens a port to the computer's network. */
  ports?: readonly { container: number; host: number; reach?: 'network' }[];
  volumes?: readonly { volume: string; path: string; readOnly?: boolean }[];
  /** Extra host names; `host-gateway` stands for the host. */
  extraHosts?: Record<string, string>;
  memoryBytes?: number;
  restart?: 'no' | 'unless-stopped';
  init?: boolean;
  /** No new privileges is always on; these are dropped. */
  dropCapabilities?: readonly string[];
}

export interface ContainerInfo {
  id: string;
  /** Without the leading slash. */
  name: string;
  image: string;
  imageId: string;
  labels: Readonly<Record<string, string>>;
  bot: BotId | undefined;
  service: ServiceName | undefined;
  state: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'dead';
  exitCode: number | undefined;
  /** The engine's own text when it could not start. */
  error: string | undefined;
  oomKilled: boolean;
  startedAt: number | undefined;
  finishedAt: number | undefined;
  restartCount: number;
  ports: { container: number; host: number }[];
}

export interface FileEntry {
  /** Absolute POSIX path inside the container. */
  path: string;
  content: string | Uint8Array;
  /** Default 0o644. */
  mode?: number;
  uid?: number;
  gid?: number;
}

export interface LogOptions {
  follow: boolean;
  /** Only the last so many lines; all when absent. */
  tail?: number;
  /** Only lines at or after this time. */
  since?: number;
  signal?: AbortSignal;
}

export interface LogLine {
  /** ms since 1970, with fractions down to ns where the engine has them. */
  at: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface StatsReading {
  at: number;
  /** 1 = one core busy. */
  cpus: number;
  /** Core time since the container started, in ms. This and the bytes below only grow while it runs. */
  cpuMs: number;
  memoryBytes: number;
  rxBytes: number;
  txBytes: number;
  /** From and to disks, where the engine counts that. */
  readBytes: number;
  writtenBytes: number;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

// ── networks and volumes ──────────────────────────────────────────────────────────────────────────────────────

export interface EngineNetworks {
  list(bot?: BotId): Promise<{ id: string; name: string; labels: Readonly<Record<string, string>> }[]>;
  /** Creates a bridge network of that name unless we have one. */
  ensure(name: string, labels: Record<string, string>): Promise<void>;
  /** Absent is fine. */
  remove(name: string): Promise<void>;
  /** The computer's own address on a network of ours; undefined where there is none, or none is known. */
  hostAddress(name: string): Promise<string | undefined>;
}

export interface EngineVolumes {
  list(bot?: BotId): Promise<{ name: string; labels: Readonly<Record<string, string>> }[]>;
  ensure(name: string, labels: Record<string, string>): Promise<void>;
  /** What the files of a bot's volumes take, by name. The engine counts them: seconds, where there are many. */
  measure(bot: BotId): Promise<Record<string, number>>;
  /** Deletes the data in it. Absent is fine. */
  remove(name: string): Promise<void>;
}

// ── events ────────────────────────────────────────────────────────────────────────────────────────────────────

export type EngineEvent =
  | { kind: 'connected'; at: number }
  /** The engine went away; `connected` follows when it is back. */
  | { kind: 'disconnected'; at: number; reason: string }
  | {
      kind: 'container';
      at: number;
      action: 'create' | 'start' | 'die' | 'stop' | 'destroy' | 'oom' | 'pause' | 'unpause' | 'rename';
      id: string;
      bot: BotId | undefined;
      service: ServiceName | undefined;
      exitCode: number | undefined;
    };

// ── errors ────────────────────────────────────────────────────────────────────────────────────────────────────

export type EngineErrorKind =
  | 'notFound'
  | 'imageMissing'
  | 'tagMissing'
  | 'nameConflict'
  | 'portInUse'
  | 'inUse'
  | 'notRunning'
  | 'noFreezer'
  | 'badRequest'
  | 'badCommand'
  | 'auth'
  | 'denied'
  | 'rateLimited'
  | 'network'
  | 'dns'
  | 'tls'
  | 'registryError'
  | 'corrupt'
  | 'platform'
  | 'diskFull'
  | 'stalled'
  | 'cancelled'
  | 'deadline'
  | 'permission'
  | 'engineGone'
  | 'apiVersion'
  | 'notOurs'
  | 'unknown';

/** Every failure of an engine call. `engineMessage` is the engine's own text. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly kind: EngineErrorKind;
  readonly engineMessage: string;
  readonly statusCode: number | undefined;

  constructor(kind: EngineErrorKind, engineMessage: string, statusCode?: number, options?: ErrorOptions) {
    super(`${kind}: ${engineMessage}`, options);
    this.kind = kind;
    this.engineMessage = engineMessage;
    this.statusCode = statusCode;
  }
}

// ── finding the engine ────────────────────────────────────────────────────────────────────────────────────────

/** What looking for an engine found. */
export type EngineProbe =
  | { kind: 'running'; engine: Engine; info: EngineInfo; endpoint: string }
  | { kind: 'absent' }
  /** Installed, not running. `canStart`: we know how to start it. */
  | { kind: 'stopped'; product: string; canStart: boolean }
  | { kind: 'noPermission'; endpoint: string }
  | { kind: 'hung'; endpoint: string }
  | { kind: 'windowsContainers'; endpoint: string }
  | { kind: 'tooOld'; endpoint: string; version: string }
  | { kind: 'unknown'; endpoint: string; message: string };

/** The port the app is given: it finds the engine and can start it. */
export interface EngineHost {
  /** `endpoint`: the user's own choice, '' = look everywhere. Never throws. A running engine is the same object again. */
  probe(endpoint: string, signal?: AbortSignal): Promise<EngineProbe>;
  /** Starts the installed engine; resolves when the start was asked for, not when it runs. */
  start(signal?: AbortSignal): Promise<void>;
}
