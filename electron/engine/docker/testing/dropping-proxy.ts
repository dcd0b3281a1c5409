import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands before an engine's socket and can break every connection through it, as a lost network does. */
export interface DroppingProxy {
  socketPath: string;
  drop(): void;
  close(): Promise<void>;
}

export async function startDroppingProxy(engineSocket: string): Promise<DroppingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'botpier-proxy-'));
  const socketPath = join(folder, 'p.sock');
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(engineSocket);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    socketPath,
    drop,
    async close() {
      drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true });
    },
  };
}
