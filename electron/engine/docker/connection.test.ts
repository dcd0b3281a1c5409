import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import { createConnection } from './connection';
import { pingHeaders, startTinyDaemon } from './testing/tiny-daemon';

const never = new AbortController().signal;

afterEach(() => vi.unstubAllEnvs());

test('speaks our version, or the older one of the engine', async () => {
  for (const [theirs, spoken] of [
    ['1.51', 'v1.44'],
    ['1.41', 'v1.41'],
  ] as const) {
    const asked: (string | undefined)[] = [];
    await using daemon = await startTinyDaemon((request, response) => {
      asked.push(request.url);
      response.writeHead(200, { ...pingHeaders, 'api-version': theirs }).end('{"ok":true}');
    }, true);
    const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
    expect(await connection.call('GET', '/info')).toEqual({ ok: true });
    expect(asked).toEqual(['/_ping', `/${spoken}/info`]);
    connection.close();
  }
});

test('the settings of a shell for Docker do not reach it', async () => {
  await using daemon = await startTinyDaemon((_, response) => response.end('{}'));
  vi.stubEnv('DOCKER_HOST', 'tcp://192.0.2.1:1');
  vi.stubEnv('DOCKER_CLIENT_TIMEOUT', '1');
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  expect(await connection.call('GET', '/info')).toEqual({});
});

test('sends query and body, and takes "it already is so" for a yes', async () => {
  const asked: string[] = [];
  await using daemon = await startTinyDaemon(async (request, response) => {
    asked.push(`${request.method} ${request.url} ${await text(request)}`);
    response.writeHead(request.url?.includes('start') ? 304 : 201).end();
  });
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  await connection.call('POST', '/containers/x/start');
  const query = { name: 'a b', filters: { label: ['x=1'] }, none: undefined };
  await connection.call('POST', '/containers/create', { query, body: { Image: '码' } });
  expect(asked).toEqual([
    'POST /v1.44/containers/x/start ',
    'POST /v1.44/containers/create?name=a%20b&filters=%7B%22label%22%3A%5B%22x%3D1%22%5D%7D {"Image":"码"}',
  ]);
});

test('a call that gets no answer ends at its deadline, an aborted one at once', async () => {
  const asked = Promise.withResolvers<void>();
  await using daemon = await startTinyDaemon(() => asked.resolve());
  const clock = createManualClock();
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, clock);
  const calling = expect(connection.call('GET', '/info')).rejects.toMatchObject({ kind: 'deadline' });
  await asked.promise;
  await clock.advance(30_000);
  await calling;

  const abort = new AbortController();
  const aborted = expect(connection.call('GET', '/info', { signal: abort.signal })).rejects.toMatchObject({
    kind: 'cancelled',
  });
  abort.abort();
  await aborted;
  await expect(connection.open('GET', '/events', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    kind: 'cancelled',
  });
});

test('an answer that is cut in its middle is a lost engine, not a wait for ever', async () => {
  const begun = Promise.withResolvers<void>();
  await using daemon = await startTinyDaemon((_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"half":');
    begun.resolve();
  });
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  const calling = expect(connection.call('GET', '/info')).rejects.toMatchObject({ kind: 'engineGone' });
  await begun.promise;
  await daemon.stop();
  await calling;
});

test('a stream outlives the deadline of its headers and ends with close', async () => {
  await using daemon = await startTinyDaemon((_, response) => {
    response.writeHead(200).write('one');
  });
  const clock = createManualClock();
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, clock);
  const stream = await connection.open('GET', '/events', { signal: never, deadlineMs: 1_000 });
  await clock.advance(60_000);
  const reading = (async () => {
    for await (const chunk of stream) expect(String(chunk)).toBe('one');
  })();
  const ended = expect(reading).rejects.toThrow();
  connection.close();
  await ended;
});

test('an engine that comes back as another version is asked anew', async () => {
  let version = '1.41';
  const asked: (string | undefined)[] = [];
  await using daemon = await startTinyDaemon((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { 'api-version': version, ostype: 'linux' }).end('{}');
  }, true);
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  await connection.call('GET', '/info');
  await daemon.stop();
  await expect(connection.call('GET', '/info')).rejects.toMatchObject({ kind: 'engineGone' });
  version = '1.44';
  await daemon.start();
  await connection.call('GET', '/info');
  expect(asked).toEqual(['/_ping', '/v1.41/info', '/_ping', '/v1.44/info']);
});
