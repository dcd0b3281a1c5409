import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../lib/clock';
import type { Program, ProgramFiles, ProgramHost } from '../../lib/program-host';
import { systemError } from './system-error';

/** One life of a container's main process. */
export interface ProgramRun {
  /** The exit code; settles once, whatever the program does afterwards. */
  readonly exited: Promise<number>;
  /** Real 127.0.0.1 ports by container port. */
  readonly listening: ReadonlyMap<number, number>;
  /** Bytes through the program's servers, so far. */
  traffic(): { rxBytes: number; txBytes: number };
  /** Asks the program to end, as SIGTERM does. */
  terminate(): void;
  /** Ends it now: nothing the program still does is seen by anyone. */
  kill(exitCode: number): void;
}

/** All that a program's host is made of apart from its life. */
export type ProgramWorld = Omit<ProgramHost, 'signal' | 'listen'>;

const SIGTERM_EXIT = 143;

export function runProgram(program: Program, world: ProgramWorld): ProgramRun {
  const stop = new AbortController();
  const listening = new Map<number, number>();
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();
  const closed = { rxBytes: 0, txBytes: 0 };
  const exit = Promise.withResolvers<number>();
  let dead = false;

  function end(exitCode: number): void {
    if (dead) return;
    dead = true;
    stop.abort();
    listening.clear();
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
    exit.resolve(exitCode);
  }

  /** A dead process does not go on: what it waits for never comes. */
  async function alive<T>(work: () => Promise<T>): Promise<T> {
    if (dead) return new Promise<never>(() => {});
    const result = await work();
    return dead ? new Promise<never>(() => {}) : result;
  }

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      closed.rxBytes += socket.bytesRead;
      closed.txBytes += socket.bytesWritten;
    });
  }

  async function listen(server: Server, port: number): Promise<void> {
    if (listening.has(port)) throw systemError('EADDRINUSE', `address already in use :::${port}`);
    listening.set(port, 0);
    server.on('connection', track);
    server.once('close', () => {
      servers.delete(server);
      listening.delete(port);
    });
    try {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    } catch (cause) {
      listening.delete(port);
      throw cause;
    }
    if (dead) return void server.close();
    servers.add(server);
    listening.set(port, (server.address() as AddressInfo).port);
  }

  const host: ProgramHost = {
    ...world,
    clock: clockOfTheLiving(world.clock, () => dead),
    signal: stop.signal,
    files: filesOfTheLiving(world.files, alive),
    listen: (server, port) => alive(() => listen(server, port)),
    resolve: (name, port) => alive(() => world.resolve(name, port)),
    log(line, stream) {
      if (!dead) world.log(line, stream);
    },
  };

  (async () => program(host))().then(end, (error: unknown) => {
    if (stop.signal.aborted) return end(SIGTERM_EXIT);
    host.log(error instanceof Error ? (error.stack ?? error.message) : String(error), 'stderr');
    end(1);
  });

  return {
    exited: exit.promise,
    listening,
    traffic() {
      const sum = { ...closed };
      for (const socket of sockets) {
        sum.rxBytes += socket.bytesRead;
        sum.txBytes += socket.bytesWritten;
      }
      return sum;
    },
    terminate: () => stop.abort(),
    kill: end,
  };
}

function clockOfTheLiving(clock: Clock, isDead: () => boolean): Clock {
  return {
    now: () => clock.now(),
    after: (ms, run) =>
      clock.after(ms, () => {
        if (!isDead()) run();
      }),
  };
}

function filesOfTheLiving(
  files: ProgramFiles,
  alive: <T>(work: () => Promise<T>) => Promise<T>,
): ProgramFiles {
  return {
    read: (path) => alive(() => files.read(path)),
    write: (path, content) => alive(() => files.write(path, content)),
    list: (path) => alive(() => files.list(path)),
    remove: (path) => alive(() => files.remove(path)),
  };
}
