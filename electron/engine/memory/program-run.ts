import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../lib/clock';
import type { Program, ProgramFiles, ProgramHost } from '../../lib/program-host';
import { createFreezer, type Freezer } from './freezer';
import { systemError } from './system-error';

/** One life of a container's main process. */
export interface ProgramRun {
  /** The exit code; settles once, whatever the program does afterwards. */
  readonly exited: Promise<number>;
  /** Real 127.0.0.1 ports by container port. */
  readonly listening: ReadonlyMap<number, number>;
  /** Bytes through the program's servers, so far. */
  traffic(): { rxBytes: number; txBytes: number };
  /** It stands still: no timer, request, file or line of its log comes through until `thaw`. */
  freeze(): void;
  thaw(): void;
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
  const freezer = createFreezer();
  const upgraded = new Set<Duplex>();
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
    if (freezer.isFrozen) await freezer.thawed();
    if (dead) return new Promise<never>(() => {});
    const result = await work();
    if (freezer.isFrozen) await freezer.thawed();
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
    server.on('upgrade', (_request, socket: Duplex) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
    });
    holdRequests(server, freezer);
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
    clock: clockOfTheLiving(world.clock, freezer, () => dead),
    signal: stop.signal,
    files: filesOfTheLiving(world.files, alive),
    listen: (server, port) => alive(() => listen(server, port)),
    resolve: (name, port) => alive(() => world.resolve(name, port)),
    log(line, stream) {
      freezer.whenThawed(() => {
        if (!dead) world.log(line, stream);
      });
    },
  };

  (async () => program(host))().then(
    (code) => freezer.whenThawed(() => end(code)),
    (error: unknown) => {
      if (stop.signal.aborted) return end(SIGTERM_EXIT);
      host.log(error instanceof Error ? (error.stack ?? error.message) : String(error), 'stderr');
      freezer.whenThawed(() => end(1));
    },
  );

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
    freeze() {
      freezer.freeze();
      for (const socket of upgraded) socket.pause();
    },
    thaw() {
      freezer.thaw();
      for (const socket of upgraded) socket.resume();
    },
    terminate: () => stop.abort(),
    kill: end,
  };
}

function clockOfTheLiving(clock: Clock, freezer: Freezer, isDead: () => boolean): Clock {
  return {
    now: () => clock.now(),
    after(ms, run) {
      let isOff = false;
      const cancel = clock.after(ms, () =>
        freezer.whenThawed(() => {
          if (!isDead() && !isOff) run();
        }),
      );
      return () => {
        isOff = true;
        cancel();
      };
    },
  };
}

const REQUESTS = new Set<string | symbol>(['request', 'upgrade', 'connect']);

/** The kernel takes what comes for a process that stands still; it sees it afterwards. */
function holdRequests(server: Server, freezer: Freezer): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    if (!freezer.isFrozen || !REQUESTS.has(event)) return emit(event, ...args);
    freezer.whenThawed(() => void emit(event, ...args));
    return true;
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
