import { EventEmitter } from 'node:events';
import { type RequestOptions, request } from 'node:http';

/** Electron's own network, as far as this computer goes: the stand-in has no outside. */
export const net = {
  request: (options: RequestOptions) => (options.hostname === '127.0.0.1' ? request(options) : askNobody()),
} satisfies Partial<Record<keyof Electron.Net, unknown>>;

function askNobody() {
  const asked = new EventEmitter();
  const end = () => queueMicrotask(() => asked.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED')));
  return Object.assign(asked, { end, abort: () => {} });
}
