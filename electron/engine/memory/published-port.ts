import { connect, createServer, type Socket } from 'node:net';
import { EngineError } from '../engine';

/** A port of a container, really listening on the host's 127.0.0.1. */
export interface PublishedPort {
  /** The host's port: as asked for, or the one found when 0 was asked for. */
  readonly port: number;
  /** Resolves when the port is free again. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1:`hostPort` and hands each connection to 127.0.0.1:`target()`; while that is undefined,
 * connections are taken and cut, as by Docker's own proxy. Rejects with EngineError `portInUse`.
 */
export function publishPort(hostPort: number, target: () => number | undefined): Promise<PublishedPort> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (outer) => {
    track(outer);
    const port = target();
    if (port === undefined) {
      outer.on('error', () => outer.destroy());
      outer.resetAndDestroy();
      return;
    }
    const inner = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    track(inner);
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
    outer.once('close', () => inner.destroy());
    inner.once('close', () => outer.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const text = `driver failed programming external connectivity: failed to bind host port for 127.0.0.1:${hostPort}`;
      if (cause.code !== 'EADDRINUSE')
        return reject(new EngineError('unknown', `${text}: ${cause.message}`, 500));
      reject(new EngineError('portInUse', `${text}: address already in use`, 500, { cause }));
    });
    server.listen(hostPort, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address && typeof address === 'object' ? address.port : hostPort,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
