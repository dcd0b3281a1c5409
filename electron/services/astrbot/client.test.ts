import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import type { Readable } from '../../lib/value';
import { connect } from './client';
import { SECRETS } from './test-input';

type Answer = { status?: number; body: unknown };

/** The part of AstrBot's API that our plugin serves, behind the dashboard's own check of the token. */
async function createRig() {
  const clock = createManualClock();
  const answers = new Map<string, Answer>([
    ['GET report', { body: { version: '4.27.4', bots: [], models: ['m'], failures: [] } }],
    ['POST reconnect', { body: { closed: 1 } }],
  ]);
  const calls: string[] = [];
  const held: ServerResponse[] = [];
  const server = createServer(async (request, response) => {
    const body = await readText(request);
    const name = `${request.method} ${request.url?.replace('/api/plug/botpier/', '')}`;
    calls.push(body ? `${name} ${body}` : name);
    const answer = isSigned(request.headers.authorization ?? '', clock.now())
      ? answers.get(name)
      : { status: 401, body: { status: 'error', message: 'Token 无效', data: null } };
    if (!answer) return void held.push(response);
    response
      .writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const listeners = new Set<(line: string) => void>();
  const open = (secrets: Record<string, string> = SECRETS) => {
    const connection = connect({
      ports: { panel: port },
      secrets,
      clock,
      fetch,
      log: () => {},
      logs(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    });
    onTestFinished(() => connection.close());
    return connection;
  };
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const say = (line: string) => {
    for (const listener of listeners) listener(line);
  };
  return { clock, answers, calls, held, open, say, server, listeners };
}

/** As PyJWT checks it. */
function isSigned(authorization: string, now: number): boolean {
  const [head = '', claims = '', signature] = authorization.replace('Bearer ', '').split('.');
  const expected = createHmac('sha256', SECRETS.jwt).update(`${head}.${claims}`).digest('base64url');
  if (signature !== expected) return false;
  const { username, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return typeof username === 'string' && username !== '' && exp * 1000 > now;
}

function until<T>(readable: Readable<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const check = (value: T) => {
      if (!fits(value)) return;
      stop();
      resolve(value);
    };
    const stop = readable.subscribe(check);
    check(readable.get());
  });
}

const botOf = (online: boolean, error?: string) => ({
  version: '4.27.4',
  bots: [{ selfId: '10001', online, ...(error ? { error } : {}) }],
  models: [],
  failures: [],
});

test('reports what our plugin tells, with a token made from the secret', async () => {
  const rig = await createRig();
  const { report } = rig.open();
  expect(await until(report, ({ kind }) => kind !== 'connecting')).toEqual({
    kind: 'up',
    version: '4.27.4',
    bots: [],
    models: ['m'],
    failures: [],
  });
});

test('looks again after a while, and at once when the log says that a messenger came', async () => {
  const rig = await createRig();
  const { report } = rig.open();
  await until(report, ({ kind }) => kind === 'up');
  rig.answers.set('GET report', { body: botOf(true) });
  rig.say('\x1B[1maiocqhttp(OneBot v11) 适配器已连接。\x1B[0m');
  await until(report, (now) => now.kind === 'up' && now.bots[0]?.online === true);
  rig.answers.set('GET report', { body: botOf(false, 'ApiNotAvailable') });
  await rig.clock.advance(3_000);
  expect(await until(report, (now) => now.kind === 'up' && now.bots[0]?.online === false)).toMatchObject({
    bots: [{ selfId: '10001', online: false, error: 'ApiNotAvailable' }],
  });
});

test.each<[string, Answer, string]>([
  ['another token', { status: 401, body: { status: 'error', message: 'Token 无效' } }, 'Token 无效'],
  ['no plugin of ours', { body: { status: 'error', message: '未找到该路由', data: {} } }, '未找到该路由'],
  ['something else', { status: 502, body: 'Bad Gateway' }, '502'],
])('is unreachable with %s', async (_name, answer, message) => {
  const rig = await createRig();
  rig.answers.set('GET report', answer);
  const seen = await until(rig.open().report, ({ kind }) => kind === 'unreachable');
  expect(seen).toMatchObject({ message: expect.stringContaining(message) });
});

test('is unreachable with a wrong secret', async () => {
  const rig = await createRig();
  const seen = await until(
    rig.open({ ...SECRETS, jwt: 'other' }).report,
    ({ kind }) => kind === 'unreachable',
  );
  expect(seen).toMatchObject({ message: expect.stringContaining('401') });
});

test('a start that failed is told in the words of the log', async () => {
  const rig = await createRig();
  rig.server.close();
  rig.server.closeAllConnections();
  const { report } = rig.open();
  await until(report, ({ kind }) => kind === 'unreachable');
  rig.say('😭 Failed to initialize AstrBot: no such table !!!');
  await until(report, (now) => now.kind === 'unreachable' && now.message === 'no such table');
});

test('asks the model one thing', async () => {
  const rig = await createRig();
  const connection = rig.open();
  rig.answers.set('POST converse', { body: { answer: '在', latencyMs: 12 } });
  expect(await connection.converse('在吗')).toEqual({ answer: '在', latencyMs: 12 });
  expect(rig.calls).toContain('POST converse {"text":"在吗"}');
});

test.each([
  ['keyRefused', 'keyRefused'],
  ['rateLimited', 'rateLimited'],
  ['a kind of a later version', 'unknown'],
])('tells why there is no answer: %s', async (kind, expected) => {
  const rig = await createRig();
  const connection = rig.open();
  rig.answers.set('POST converse', { body: { error: { kind, message: 'words' } } });
  await expect(connection.converse('在吗')).rejects.toMatchObject({ kind: expected, message: 'words' });
});

test('does not wait for an answer for ever', async () => {
  const rig = await createRig();
  const connection = rig.open();
  const asked = expect(connection.converse('在吗')).rejects.toMatchObject({ kind: 'timeout' });
  await rig.clock.advance(70_000);
  await asked;
});

test('lets the messenger dial anew', async () => {
  const rig = await createRig();
  await rig.open().reconnectBridge();
  expect(rig.calls).toContain('POST reconnect {}');
});

test('leaves nothing behind when it is closed', async () => {
  const rig = await createRig();
  const connection = rig.open();
  await until(connection.report, ({ kind }) => kind === 'up');
  connection.close();
  const before = rig.calls.length;
  await rig.clock.advance(60_000);
  expect(rig.listeners.size).toBe(0);
  expect(rig.calls).toHaveLength(before);
});
