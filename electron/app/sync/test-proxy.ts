import { once } from 'node:events';
import { createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TestProxy {
  /** With the name and the password in it. */
  url: string;
  /** Connections that it let through. */
  passed(): number;
  close(): Promise<void>;
}

const NAME = 'user';
const PASSWORD = 'p:ss w@rd';
const LOGIN = `${NAME}:${encodeURIComponent(PASSWORD)}`;

/** An HTTP proxy that wants a name and a password. */
export async function startHttpProxy(): Promise<TestProxy> {
  let passed = 0;
  const wanted = `Basic ${Buffer.from(`${NAME}:${PASSWORD}`).toString('base64')}`;
  const server = createHttpServer((incoming, response) => {
    if (incoming.headers['proxy-authorization'] !== wanted) {
      incoming.resume();
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="p"', 'content-length': 0 }).end();
      return;
    }
    passed += 1;
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const outgoing = request(incoming.url ?? '', { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connect', (incoming, socket: Socket, head) => {
    if (incoming.headers['proxy-authorization'] !== wanted)
      return void socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="p"\r\n\r\n',
      );
    const [host = '', port = ''] = (incoming.url ?? '').split(':');
    passed += 1;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    join(socket, connect(Number(port), host), head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOGIN}@127.0.0.1:${port}`,
    passed: () => passed,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A SOCKS5 proxy that wants a name and a password. */
export async function startSocksProxy(): Promise<TestProxy> {
  let passed = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    speak(socket, () => {
      passed += 1;
    }).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `socks5://${LOGIN}@127.0.0.1:${port}`,
    passed: () => passed,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function speak(socket: Socket, onPassed: () => void): Promise<void> {
  const take = reader(socket);
  const [, methods = 0] = await take(2);
  await take(methods);
  socket.write(Buffer.from([5, 2]));
  const [, nameLength = 0] = await take(2);
  const name = (await take(nameLength)).toString();
  const [passwordLength = 0] = await take(1);
  const isRight = name === NAME && (await take(passwordLength)).toString() === PASSWORD;
  socket.write(Buffer.from([1, isRight ? 0 : 1]));
  if (!isRight) return void socket.end();
  const [, , , kind = 0] = await take(4);
  const host = kind === 1 ? [...(await take(4))].join('.') : (await take((await take(1))[0] ?? 0)).toString();
  const port = (await take(2)).readUInt16BE();
  const target = connect(port, host);
  await once(target, 'connect');
  onPassed();
  socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  join(socket, target);
}

function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      if (count === 0) return Buffer.alloc(0);
      const piece: Buffer | null = socket.read(count);
      if (piece) return piece;
      if (socket.readableEnded) throw new Error('ended');
      await once(socket, 'readable');
    }
  };
}

function join(one: Socket, other: Socket, head?: Buffer): void {
  if (head?.length) other.write(head);
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
  one.pipe(other).pipe(one);
}
