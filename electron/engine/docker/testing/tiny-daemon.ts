import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server on a real socket that answers as a test wants an engine to answer. */
export interface TinyDaemon {
  socketPath: string;
  /** Breaks all connections and takes its socket away. */
  stop(): Promise<void>;
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const pingHeaders = { 'api-version': '1.45', ostype: 'linux' };

/** `/_ping` is answered with `pingHeaders` unless `answer` is for everything. */
export async function startTinyDaemon(answer: RequestListener, answersPing = false): Promise<TinyDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'botpier-daemon-'));
  const socketPath = join(folder, 'd.sock');
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/_ping') && !answersPing) response.writeHead(200, pingHeaders).end();
    else answer(request, response);
  });
  const daemon: TinyDaemon = {
    socketPath,
    start: () => new Promise((resolve) => server.listen(socketPath, resolve)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    async [Symbol.asyncDispose]() {
      if (server.listening) await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await daemon.start();
  return daemon;
}
