import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import { systemClock } from './clock';
import type { Program, ProgramHost } from './program-host';

export interface RunOptions {
  /** SIGTERM does nothing, as with a shell as first process; only SIGKILL ends it. */
  ignoresSigterm?: boolean;
}

/** Runs a program as this process: the main of an image. Ends the process with the program's exit code. */
export async function runProgram(program: Program, options: RunOptions = {}): Promise<never> {
  const controller = new AbortController();
  const stop = () => options.ignoresSigterm || controller.abort();
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.exit(await program(createProcessHost(controller.signal)));
}

/** The container that this process runs in. */
export function createProcessHost(signal: AbortSignal): ProgramHost {
  return {
    env: Object.fromEntries(
      Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    args: process.argv.slice(2),
    hostname: hostname(),
    macAddress: findMacAddress(),
    clock: systemClock,
    signal,
    files: {
      read: (path) => readFile(path, 'utf8').catch(ignoreAbsent(undefined)),
      async write(path, content) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
      },
      list: (path) => readdir(path).catch(ignoreAbsent([])),
      remove: (path) => rm(path, { recursive: true, force: true }),
    },
    listen: (server, port) => listen(server, port),
    resolve: async (host, port) => ({ host, port }),
    log: (line, stream = 'stdout') => void process[stream].write(`${line}\n`),
  };
}

/** Of the first interface that is not the loopback; zeros when there is none. */
function findMacAddress(): string {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal }) => !internal);
  return outside?.mac ?? '00:00:00:00:00:00';
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Answers `fallback` for a file that does not exist, and passes every other failure on. */
function ignoreAbsent<T>(fallback: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return fallback;
    throw error;
  };
}
