import { expect, test } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import type { EngineEvent } from '../engine';
import { createConnection } from './connection';
import { toEngineEvent, watchEvents } from './events';
import { startTinyDaemon } from './testing/tiny-daemon';

const line = (Action: string, attributes: Record<string, string> = {}) => ({
  Type: 'container',
  Action,
  Actor: { ID: 'abc', Attributes: { 'io.botpier.bot': 'abcd1234', ...attributes } },
  time: 1_700_000_000,
  timeNano: 1_700_000_000_500_000_000,
});

test('a line becomes an event', () => {
  expect(toEngineEvent(line('die', { exitCode: '137', 'io.botpier.service': 'koishi' }))).toEqual({
    kind: 'container',
    at: 1_700_000_000_500,
    action: 'die',
    id: 'abc',
    bot: 'abcd1234',
    service: 'koishi',
    exitCode: 137,
  });
  expect(toEngineEvent(line('start', { exitCode: '1' }))?.exitCode).toBeUndefined();
});

test.each([
  ['died', 'die'],
  ['remove', 'destroy'],
  ['oom', 'oom'],
])("Podman's or Docker's %s is %s", (theirs, ours) => {
  expect(toEngineEvent(line(theirs))?.action).toBe(ours);
});

test.each([[line('exec_create: sh')], [line('attach')], [{ Action: 'start' }], ['text'], [null]])(
  '%j is not listened to',
  (value) => {
    expect(toEngineEvent(value)).toBeUndefined();
  },
);

test('a lost engine is told, and the next connection begins with connected and the engine’s own time', async () => {
  const asked: string[] = [];
  await using daemon = await startTinyDaemon((request, response) => {
    if (request.url?.includes('/info')) {
      response.end('{"SystemTime":"2026-01-02T03:04:05.000000007Z"}');
      return;
    }
    asked.push(decodeURIComponent(request.url ?? ''));
    response.writeHead(200).write(`${JSON.stringify(line('start'))}\n`);
  });
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  const abort = new AbortController();
  const kinds: string[] = [];
  for await (const event of watchEvents(connection, systemClock, abort.signal, 'abc')) {
    kinds.push(event.kind);
    if (event.kind === 'container' && kinds.length === 2) await daemon.stop();
    if (event.kind === 'disconnected') {
      expect(event.reason).not.toBe('');
      await daemon.start();
    }
    if (kinds.length === 5) abort.abort();
  }
  expect(kinds).toEqual(['connected', 'container', 'disconnected', 'connected', 'container']);
  const since = Date.parse('2026-01-02T03:04:05Z') / 1000;
  const filters = '{"type":["container"],"label":["io.botpier.bot"],"container":["abc"]}';
  expect(asked).toEqual(Array(2).fill(`/v1.44/events?filters=${filters}&since=${since}.000000007`));
});

test('where no engine is it tries slower and slower, and ends with the signal', async () => {
  const waits: number[] = [];
  const clock = createManualClock();
  const abort = new AbortController();
  const counting = {
    now: clock.now,
    after(ms: number, run: () => void) {
      // The deadlines of single requests are not what is counted here.
      if (ms < 10_000) waits.push(ms);
      if (waits.length === 8) abort.abort();
      return clock.after(ms < 10_000 ? 0 : ms, run);
    },
  };
  const connection = createConnection({ kind: 'socket', path: '/nowhere/d.sock' }, counting);
  const seen: EngineEvent[] = [];
  const reading = (async () => {
    for await (const event of watchEvents(connection, counting, abort.signal)) seen.push(event);
  })();
  const turning = (async () => {
    while (!abort.signal.aborted) await clock.advance(1);
  })();
  await Promise.all([reading, turning]);
  expect(seen).toEqual([]);
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
});

test('a closed connection ends it', async () => {
  await using daemon = await startTinyDaemon((request, response) => {
    if (request.url?.includes('/info')) response.end('{}');
    else response.writeHead(200).flushHeaders();
  });
  const connection = createConnection({ kind: 'socket', path: daemon.socketPath }, systemClock);
  const kinds: string[] = [];
  for await (const event of watchEvents(connection, systemClock, new AbortController().signal)) {
    kinds.push(event.kind);
    connection.close();
  }
  expect(kinds.slice(0, 1)).toEqual(['connected']);
});
