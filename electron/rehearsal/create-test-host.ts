import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../lib/clock';
import type { Program, ProgramHost } from '../lib/program-host';

/** A container's world in memory, for tests: files, a log, and container ports mapped to free ones. */
export interface TestMachine {
  readonly files: Map<string, string>;
  readonly log: string[];
  readonly hostname: string;
  /** May be changed between runs. */
  macAddress: string;
  /** The 127.0.0.1 port behind a container port; rejects nothing, undefined while it is closed. */
  port(containerPort: number): number | undefined;
  /** Starts a run of the program; what it needs from elsewhere is found by `names`. */
  run(program: Program, options?: RunOptions): TestRun;
}

export interface RunOptions {
  env?: Record<string, string>;
  args?: readonly string[];
  /** Where `host:port` of other containers is. */
  names?: (host: string, port: number) => { host: string; port: number } | undefined;
  /** Takes each line of the log as it comes. */
  onLine?: (line: string) => void;
}

export interface TestRun {
  readonly exited: Promise<number>;
  stop(): Promise<number>;
}

export function createTestMachine(clock: Clock): TestMachine {
  const files = new Map<string, string>();
  const log: string[] = [];
  const ports = new Map<number, number>();
  const machine: TestMachine = {
    files,
    log,
    hostname: 'lin-home-pc',
    macAddress: '02:00:00:00:00:01',
    port: (containerPort) => ports.get(containerPort),
    run(program, { env = {}, args = [], names, onLine } = {}) {
      const controller = new AbortController();
      const host: ProgramHost = {
        env,
        args,
        hostname: machine.hostname,
        macAddress: machine.macAddress,
        clock,
        signal: controller.signal,
        files: {
          read: async (path) => files.get(path),
          async write(path, content) {
            files.set(path, typeof content === 'string' ? content : Buffer.from(content).toString('latin1'));
          },
          async list(path) {
            const prefix = `${path.replace(/\/$/, '')}/`;
            const inside = [...files.keys()].filter((name) => name.startsWith(prefix));
            return [...new Set(inside.map((name) => name.slice(prefix.length).split('/')[0] ?? ''))];
          },
          async remove(path) {
            files.delete(path);
          },
        },
        async listen(server, port) {
          if (ports.has(port)) throw new Error(`listen EADDRINUSE: address already in use :::${port}`);
          ports.set(port, await listenAnywhere(server));
          server.once('close', () => ports.delete(port));
        },
        async resolve(name, port) {
          return names?.(name, port) ?? { host: name, port };
        },
        log(line) {
          log.push(line);
          onLine?.(line);
        },
      };
      const exited = program(host);
      return {
        exited,
        stop() {
          controller.abort();
          return exited;
        },
      };
    },
  };
  return machine;
}

function listenAnywhere(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
