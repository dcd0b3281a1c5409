import type { Server } from 'node:http';
import type { Clock } from './clock';

/**
 * What a program sees of the container it runs in. The same program runs inside this process
 * (memory engine) and, by `process-host.ts`, as the main process of a real container.
 */
export interface ProgramHost {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly hostname: string;
  readonly macAddress: string;
  readonly clock: Clock;
  /** Aborts when the container is told to stop or is killed. */
  readonly signal: AbortSignal;
  readonly files: ProgramFiles;
  /** Serves on a container port on all of the container's interfaces. */
  listen(server: Server, port: number): Promise<void>;
  /** Where `host:port` is to be reached from inside this container. */
  resolve(host: string, port: number): Promise<{ host: string; port: number }>;
  /** Writes one line to the container's log. */
  log(line: string, stream?: 'stdout' | 'stderr'): void;
}

/** Absolute POSIX paths. Writing makes the folders on the way. */
export interface ProgramFiles {
  read(path: string): Promise<string | undefined>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Names directly inside a folder; empty when it does not exist. */
  list(path: string): Promise<string[]>;
  remove(path: string): Promise<void>;
}

/** Runs until done or stopped; the answer is the exit code. */
export type Program = (host: ProgramHost) => Promise<number>;
