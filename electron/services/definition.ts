import type { ServiceName } from '../contract/ids';

/** A file we write into a service before it starts. Absolute POSIX path inside the container. */
export interface ServiceFile {
  path: string;
  content: string;
  /** Default 0o644. */
  mode?: number;
  /** How an existing file is treated: ours alone, or merged by the service's own rule at start. Default `ours`. */
  merge?: (existing: string | undefined) => string;
  /** `false`: left out of the definition's hash. It is written at the next start, and never causes one. */
  hashed?: false;
}

/** A one-shot run of the same image before the service may start, e.g. a plugin installer. */
export interface Preparation {
  /** Changes when the run must happen again. */
  key: string;
  entrypoint?: readonly string[];
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  files: readonly ServiceFile[];
  timeoutMs: number;
}

/** One service's container, as wished. Pure data apart from `merge`: its hash decides whether it is re-created. */
export interface ServiceDefinition {
  name: ServiceName;
  /** Canonical reference with tag, e.g. `docker.io/koishijs/koishi:v1.16.1-lite`. */
  image: string;
  /** `sha256:…` of the manifest (list), where we know it. */
  digest?: string;
  /** The image's official name, where `image` is one that it has at this engine alone. */
  source?: string;
  entrypoint?: readonly string[];
  command?: readonly string[];
  workingDir?: string;
  env: Readonly<Record<string, string>>;
  hostname?: string;
  macAddress?: string;
  /** Published at `host`: on loopback, unless `reach` opens it to the computer's network. */
  ports: readonly { name: string; container: number; host: number; reach?: 'network' }[];
  /** Named volumes of the bot, by short name. `kept: false`: all in it is written anew at each start, nothing to save. */
  volumes: readonly { name: string; path: string; readOnly?: boolean; kept?: false }[];
  extraHosts?: Readonly<Record<string, string>>;
  memoryBytes: number;
  files: readonly ServiceFile[];
  prepare?: Preparation;
  stopTimeoutSeconds: number;
}
