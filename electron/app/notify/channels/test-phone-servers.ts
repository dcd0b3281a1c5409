import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** What came to a server. */
export interface Received {
  path: string;
  type: string;
  body: string;
}

type Answer = { status: number; body: unknown } | 'hangs' | 'hangsUp';

/** An HTTP server on 127.0.0.1 that answers as `answer` says. */
export async function startHttp(answer: (request: Received) => Answer) {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void buffer(request).then((bytes) => {
      const seen = {
        path: request.url ?? '',
        type: request.headers['content-type'] ?? '',
        body: bytes.toString('latin1'),
      };
      received.push(seen);
      const given = answer(seen);
      if (given === 'hangs') return;
      if (given === 'hangsUp') return void request.socket.destroy();
      const isText = typeof given.body === 'string';
      response.writeHead(given.status, { 'content-type': isText ? 'text/html' : 'application/json' });
      response.end(isText ? given.body : JSON.stringify(given.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Bark, as its server answers. */
export const bark = (deviceKey: string) =>
  startHttp(({ path, body }) => {
    if (path !== '/push') return { status: 404, body: { code: 404, message: 'Not Found' } };
    return JSON.parse(body).device_key === deviceKey
      ? { status: 200, body: { code: 200, message: 'success', timestamp: 1 } }
      : { status: 400, body: { code: 400, message: 'failed to get device token from database' } };
  });

/** ServerChan, as it answers. */
export const serverChan = (key: string, overLimit = false) =>
  startHttp(({ path }) => {
    if (path !== `/${key}.send`) return { status: 200, body: { code: 40001, message: '[AUTH]错误的Key' } };
    return overLimit
      ? { status: 200, body: { code: 40001, message: '超过当天的发送次数限制[5]' } }
      : { status: 200, body: { code: 0, message: '', data: { pushid: '1', errno: 0 } } };
  });

/** Telegram's Bot API, as it answers. */
export const telegram = (token: string, chat: string) =>
  startHttp(({ path, body }) => {
    const refuse = (status: number, description: string) => ({
      status,
      body: { ok: false, error_code: status, description },
    });
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (given === undefined) return refuse(404, 'Not Found');
    if (given !== token) return refuse(401, 'Unauthorized');
    if (!['sendMessage', 'sendPhoto'].includes(method)) return refuse(404, 'Not Found');
    if (!body.includes(chat)) return refuse(400, 'Bad Request: chat not found');
    return { status: 200, body: { ok: true, result: { message_id: 1 } } };
  });

/** A mail server with one account. */
export async function startSmtp(options: SMTPServerOptions & { user: string; password: string }) {
  const mails: { from: string; to: string[]; content: string; encrypted: boolean }[] = [];
  const server = new SMTPServer({
    ...options,
    logger: false,
    onAuth(auth, _session, done) {
      if (auth.username === options.user && auth.password === options.password)
        return done(null, { user: auth.username });
      done(Object.assign(new Error('authentication failed'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('nobody'))
        return done(Object.assign(new Error('no such user'), { responseCode: 550 }));
      done();
    },
    onData(stream, session, done) {
      void text(stream).then((content) => {
        mails.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          content,
          encrypted: session.secure,
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.server.address() as AddressInfo).port, mails };
}
