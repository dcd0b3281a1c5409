import { connect } from 'node:net';

const CONNECTIONS = 16;

/** Sends so many requests over a few connections that stay open, each after the answer to the one before. Answers ms. */
export async function requestBurst(port: number, path: string, count: number): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAccept: */*\r\n\r\n`;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, () => sendAll(port, request, Math.ceil(count / CONNECTIONS))),
  );
  return performance.now() - startedAt;
}

function sendAll(port: number, request: string, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let left = count;
    let pending = '';
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk: string) => {
      pending += chunk;
      const head = pending.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(pending)?.[1] ?? Number.NaN);
      if (!pending.startsWith('HTTP/1.1 200') || Number.isNaN(length))
        return reject(new Error(`not the answer that was expected: ${pending.slice(0, 200)}`));
      if (pending.length < head + 4 + length) return;
      pending = '';
      left -= 1;
      if (left > 0) socket.write(request);
      else socket.end(resolve);
    });
    socket.once('error', reject);
  });
}
