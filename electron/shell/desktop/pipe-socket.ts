import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { RpcConnection } from '../rpc-connection';

const OPEN = 1;
const CLOSED = 3;

/** What the router's connection uses of a WebSocket, over any pipe of texts. */
export class PipeSocket extends EventEmitter {
  readyState = OPEN;
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    super();
    this.#write = write;
  }

  send(text: string): void {
    if (this.readyState === OPEN) this.#write(text);
  }

  /** Takes a text in from the other end. */
  take(text: string): void {
    this.emit('message', Buffer.from(text), false);
  }

  close(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.emit('close');
  }
}

/** Puts a router's connection on a pipe's main end. */
export function connectPipe(connection: RpcConnection, write: (text: string) => void): PipeSocket {
  const socket = new PipeSocket(write);
  // The connection reads no more of the two than `PipeSocket` has and a URL without parameters.
  connection(socket as unknown as WebSocket, { url: '/rpc', headers: {}, socket: {} } as IncomingMessage);
  return socket;
}
