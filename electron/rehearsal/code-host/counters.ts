import type { Socket } from 'node:net';

export const REQUEST_KINDS = [
  'apiRead',
  /** Answered with 304: not counted by GitHub. */
  'apiUnchanged',
  'apiWrite',
  'upload',
  'download',
  'gitAdvertise',
  'gitFetch',
  'gitPush',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export interface SeenRequest {
  kind: RequestKind;
  method: string;
  /** Path and query, without what is secret in a signed address. */
  path: string;
  /** Undefined when the line was dropped. */
  status: number | undefined;
  /** Whether a token came along. */
  hasToken: boolean;
}

export interface Tally {
  requests: number;
  /** On the wire, heads included, towards the host. */
  bytesIn: number;
  bytesOut: number;
}

export interface Counters {
  /** Since the start or the last reset. Bytes are added when a request is over: see `CodeHost.idle`. */
  readonly tallies: Readonly<Record<RequestKind, Readonly<Tally>>>;
  /** The last thousand, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Requests that use up GitHub's hourly limit: all of REST but those that were answered with 304. */
  counted(): number;
  /** All bytes in both directions. */
  bytes(): number;
  reset(): void;
}

export interface CounterKeeper extends Counters {
  note(seen: SeenRequest): void;
  noteBytes(socket: Socket, kind: RequestKind): void;
}

const KEPT = 1_000;

export function createCounters(): CounterKeeper {
  let tallies = blankTallies();
  let requests: SeenRequest[] = [];
  const noted = new WeakMap<Socket, { read: number; written: number }>();
  return {
    get tallies() {
      return tallies;
    },
    get requests() {
      return requests;
    },
    counted: () => tallies.apiRead.requests + tallies.apiWrite.requests + tallies.upload.requests,
    bytes: () => Object.values(tallies).reduce((sum, { bytesIn, bytesOut }) => sum + bytesIn + bytesOut, 0),
    reset() {
      tallies = blankTallies();
      requests = [];
    },
    note(seen) {
      tallies[seen.kind].requests += 1;
      requests = [...requests.slice(1 - KEPT), seen];
    },
    noteBytes(socket, kind) {
      const before = noted.get(socket) ?? { read: 0, written: 0 };
      tallies[kind].bytesIn += socket.bytesRead - before.read;
      tallies[kind].bytesOut += socket.bytesWritten - before.written;
      noted.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
    },
  };
}

function blankTallies(): Record<RequestKind, Tally> {
  const blank = () => ({ requests: 0, bytesIn: 0, bytesOut: 0 });
  return {
    apiRead: blank(),
    apiUnchanged: blank(),
    apiWrite: blank(),
    upload: blank(),
    download: blank(),
    gitAdvertise: blank(),
    gitFetch: blank(),
    gitPush: blank(),
  };
}
