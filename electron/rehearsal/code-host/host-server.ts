import type { Server as PlainServer } from 'node:http';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server } from 'node:https';
import { type Clock, sleep } from '../../lib/clock';
import { type Caller, identify, tokenOf } from './access';
import type { CounterKeeper, RequestKind } from './counters';
import type { FaultSwitches, HostName } from './faults';
import type { Store } from './store';

export interface Tls {
  key: string;
  cert: string;
}

/** What all four hosts share. */
export interface World {
  readonly store: Store;
  readonly faults: FaultSwitches;
  readonly counters: CounterKeeper;
  readonly clock: Clock;
  /** Addresses as clients know them, without a slash at the end. */
  readonly urls: Readonly<Record<HostName, string>>;
}

/** One request and its answer. */
export interface Exchange {
  readonly world: World;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
  readonly caller: Caller;
  /** May be changed until the head is written. */
  kind: RequestKind;
  /** Writes the answer's head; it is counted from here on. */
  head(status: number, headers?: OutgoingHttpHeaders): ServerResponse;
  /** Breaks the line off. */
  drop(): void;
}

export interface HostServer {
  readonly server: PlainServer | Server;
  /** Resolves when no request is under way any more. */
  idle(): Promise<void>;
}

/** An HTTP server of the code host, with the faults that any of them can have. */
export function createHostServer(
  host: HostName,
  world: World,
  kindOf: (method: string, url: URL) => RequestKind,
  answer: (exchange: Exchange) => Promise<void>,
  tls?: Tls,
): HostServer {
  const open = new Set<Promise<void>>();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const exchange = openExchange(world, request, response, kindOf);
    open.add(exchange.over);
    void exchange.over.then(() => open.delete(exchange.over));
    withFaults(host, exchange, answer).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return exchange.drop();
      exchange.head(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  };
  const server = tls ? createTlsServer(tls, handle) : createServer(handle);
  server.requestTimeout = 0;
  return {
    server,
    async idle() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

async function withFaults(
  host: HostName,
  exchange: Exchange,
  answer: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  const { faults, clock } = exchange.world;
  if (faults.take('lineCut', host)) return exchange.drop();
  if (faults.take('hang', host)) return;
  const delay = faults.take('delay', host);
  if (delay) await sleep(clock, delay.ms);
  const broken = faults.take('serverError', host);
  if (!broken) return answer(exchange);
  exchange.request.resume();
  exchange
    .head(broken.status, { 'content-type': 'text/html' })
    .end('<html><body><h1>Whoa there!</h1><p>This page is taking too long to load.</p></body></html>');
}

/** What time it is at the host. */
export function hostTime({ clock, faults }: World): number {
  return clock.now() + (faults.peek('clockSkew')?.ms ?? 0);
}

function openExchange(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  kindOf: (method: string, url: URL) => RequestKind,
): Exchange & { over: Promise<void> } {
  const { method = 'GET', headers, socket } = request;
  const url = new URL(request.url ?? '/', 'http://host');
  const over = Promise.withResolvers<void>();
  let isNoted = false;
  const note = (status: number | undefined) => {
    if (isNoted) return;
    isNoted = true;
    const path = url.pathname + url.search.replace(/(?<=[?&](?:sig|token)=)[^&]*/g, '…');
    const hasToken = headers.authorization !== undefined;
    world.counters.note({ kind: exchange.kind, method, path, status, hasToken });
  };
  const exchange: Exchange & { over: Promise<void> } = {
    world,
    request,
    response,
    method,
    url,
    caller: identify(world.store.state, tokenOf(headers.authorization), world.clock.now()),
    kind: kindOf(method, url),
    over: over.promise,
    head(status, more = {}) {
      note(status);
      response.sendDate = false;
      return response.writeHead(status, {
        date: new Date(hostTime(world)).toUTCString(),
        server: 'github.com',
        ...more,
      });
    },
    drop() {
      note(undefined);
      socket.destroy();
    },
  };
  response.once('close', () => {
    note(undefined);
    world.counters.noteBytes(socket, exchange.kind);
    over.resolve();
  });
  return exchange;
}
