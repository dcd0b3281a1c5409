import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { type Clock, withDeadline } from '../../lib/clock';
import { EngineError } from '../engine';
import { isOlder } from './api-version';
import type { Endpoint } from './endpoint';
import { toEngineError } from './error-kind';
import { followSignals } from './follow-signals';

/** The newest API we speak: Docker 29 wants at least 1.44, Docker 20.10 has at most 1.41. */
const OUR_API = '1.44';
const CALL_DEADLINE_MS = 30_000;
const PING_DEADLINE_MS = 10_000;

export interface CallOptions {
  query?: Record<string, string | number | boolean | object | undefined>;
  body?: object;
  /** A tar archive as request body. */
  archive?: Buffer | Readable;
  signal?: AbortSignal | undefined;
  /** Default 30 s for a call, none for a stream. */
  deadlineMs?: number;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface Ping {
  apiVersion: string;
  osType: string;
}

/** HTTP to one engine. All failures are EngineErrors; an aborted signal makes them `cancelled`. */
export interface Connection {
  /** One request, one answer: parsed JSON, other text, or undefined. Rejects with `deadline`, never hangs. */
  call(method: Method, path: string, options?: CallOptions): Promise<unknown>;
  /** An answer that is read as it comes. `deadlineMs` is for its headers only; none by default. */
  open(method: 'GET' | 'POST' | 'PUT', path: string, options?: CallOptions): Promise<IncomingMessage>;
  /** Asks the engine itself, whatever we knew before. */
  ping(signal?: AbortSignal, deadlineMs?: number): Promise<Ping>;
  /** The API version agreed on with this engine, e.g. `1.41`. */
  apiVersion(): Promise<string>;
  /** Ends everything under way. */
  close(): void;
}

interface Modem {
  dial(options: object, callback: (error: unknown, answer: unknown) => void): void;
}

export function createConnection(endpoint: Endpoint, clock: Clock): Connection {
  const closing = new AbortController();
  const plain = dial(endpoint, undefined);
  let agreed: Promise<{ version: string; modem: Modem }> | undefined;

  /** Once per engine start: the same socket may later be served by another version. */
  function agree(): Promise<{ version: string; modem: Modem }> {
    if (agreed) return agreed;
    const agreeing = ping().then(({ apiVersion }) => {
      const version = isOlder(apiVersion, OUR_API) ? apiVersion : OUR_API;
      return { version, modem: dial(endpoint, `v${version}`) };
    });
    agreeing.catch(forget);
    agreed = agreeing;
    return agreeing;
  }

  function forget(): void {
    agreed = undefined;
  }

  async function ping(signal?: AbortSignal, deadlineMs = PING_DEADLINE_MS): Promise<Ping> {
    return await request(plain, 'HEAD', '/_ping', { signal, deadlineMs }, async (answer) => {
      answer.resume();
      const { 'api-version': apiVersion = '', ostype = '' } = answer.headers;
      return { apiVersion: String(apiVersion), osType: String(ostype) };
    });
  }

  /** `read` turns the answer into what is wanted of it, within the deadline. */
  async function request<T>(
    modem: Modem,
    method: Method,
    path: string,
    { query = {}, body = {}, archive, signal, deadlineMs }: CallOptions,
    read: (answer: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    const { controller: caller, unlink } = followSignals(closing.signal, signal);
    const { controller: socket } = followSignals(caller.signal);
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const dialled = {
      path: given.length > 0 ? `${path}?` : path,
      method,
      options: { _query: Object.fromEntries(given), _body: body },
      ...(archive ? { file: archive } : {}),
      // Always, as the client's own reading of an answer never ends when the engine dies in its middle.
      isStream: true,
      abortSignal: socket.signal,
      statusCodes: ACCEPTED,
    };
    const work = async () => {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      modem.dial(dialled, (error, answer) => (error ? reject(error) : resolve(answer as IncomingMessage)));
      const answer = await promise;
      answer.once('close', unlink);
      return await read(answer);
    };
    try {
      caller.signal.throwIfAborted();
      return await (deadlineMs === undefined
        ? untilAborted(work(), caller.signal)
        : withDeadline(clock, deadlineMs, work, caller.signal));
    } catch (cause) {
      unlink();
      socket.abort();
      if (caller.signal.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause });
      if (cause instanceof DOMException && cause.name === 'TimeoutError') {
        throw new EngineError('deadline', `${method} ${path}: ${cause.message}`, undefined, { cause });
      }
      const error = toEngineError(cause);
      if (error.kind === 'engineGone' || error.kind === 'apiVersion') forget();
      throw error;
    }
  }

  async function agreedModem(signal: AbortSignal | undefined): Promise<Modem> {
    try {
      return (await (signal ? untilAborted(agree(), signal) : agree())).modem;
    } catch (cause) {
      if (signal?.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause });
      throw cause;
    }
  }

  return {
    async call(method, path, options = {}) {
      const modem = await agreedModem(options.signal);
      return await request(modem, method, path, { deadlineMs: CALL_DEADLINE_MS, ...options }, readBody);
    },
    async open(method, path, options = {}) {
      const modem = await agreedModem(options.signal);
      return await request(modem, method, path, options, async (answer) => answer);
    },
    ping,
    apiVersion: async () => (await agree()).version,
    close: () => closing.abort(),
  };
}

/** 304 says that it already is so. */
const ACCEPTED = { 101: true, 200: true, 201: true, 204: true, 304: true };

async function readBody(answer: IncomingMessage): Promise<unknown> {
  const body = await text(answer);
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return body;
  }
}

/** The HTTP client may not notice an abort between two phases of a request; this does. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** dockerode fills what is absent from DOCKER_* variables; what is present and undefined it leaves alone. */
function dial(endpoint: Endpoint, version: string | undefined): Modem {
  const nothing = { host: undefined, socketPath: undefined, port: undefined, timeout: undefined };
  const noTls = { ca: undefined, cert: undefined, key: undefined };
  const where =
    endpoint.kind === 'socket'
      ? { socketPath: endpoint.path, protocol: 'http' }
      : {
          host: endpoint.host,
          port: endpoint.port,
          protocol: endpoint.tls ? 'https' : 'http',
          ...endpoint.tls,
        };
  return new Docker({ ...nothing, ...noTls, ...where, version } as Docker.DockerOptions).modem;
}
