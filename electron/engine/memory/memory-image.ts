import type { Program, ProgramHost } from '../../lib/program-host';
import type { ExecResult } from '../engine';

/** What an exec handler sees of the container it runs in. */
export type ExecHost = Pick<ProgramHost, 'env' | 'hostname' | 'clock' | 'files' | 'resolve'>;

/** An image whose main process is a program inside this process. */
export interface MemoryImage {
  /** Its `args` are the container's entrypoint and command, one after the other. */
  program: Program;
  /** Unpacked. */
  sizeBytes: number;
  /** Compressed bytes of each layer. */
  layers: readonly number[];
  /** `amd64`, `arm64`. */
  architecture: string;
  /** `sha256:…` */
  digest: string;
  /** Undefined: every command is there. Otherwise whether the first word of entrypoint or command is a program of the image. */
  hasCommand?: (word: string) => boolean;
  /** Answers `exec`; without it the image holds no program to run. */
  exec?: (host: ExecHost, command: readonly string[], signal: AbortSignal) => Promise<ExecResult>;
}
