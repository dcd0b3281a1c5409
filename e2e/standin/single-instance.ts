import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface SingleInstance {
  /** False when another process has this folder; it is then told our arguments. */
  request(folder: string): boolean;
  /** Resolves once the other process has heard of us. */
  handedOver(): Promise<void>;
  release(): void;
}

/** One process for each folder: who has it stands in a file, and hears of others through a socket. */
export function createSingleInstance(onSecond: (argv: string[]) => void): SingleInstance {
  let own: string | undefined;
  let telling = Promise.resolve();
  return {
    request(folder) {
      mkdirSync(folder, { recursive: true });
      const pidFile = join(folder, 'instance.pid');
      const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
      const socketPath = join(tmpdir(), `standin-${name}.sock`);
      if (isAlive(pidFile)) {
        telling = tell(socketPath);
        return false;
      }
      writeFileSync(pidFile, String(process.pid));
      own = pidFile;
      rmSync(socketPath, { force: true });
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        text(socket).then(
          (argv) => {
            onSecond(JSON.parse(argv));
            socket.end();
          },
          () => socket.destroy(),
        );
      });
      server.listen(socketPath).unref();
      return true;
    },
    handedOver: () => telling,
    release() {
      if (own) rmSync(own, { force: true });
    },
  };
}

function isAlive(pidFile: string): boolean {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

function tell(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.on('error', reject).on('close', () => resolve());
    socket.end(JSON.stringify(process.argv));
    socket.resume();
  });
}
