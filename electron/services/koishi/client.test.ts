import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import type { Readable } from '../../lib/value';
import { type BrainConnection, BrainError, type BrainReport } from '../roles';
import { connect } from './client';
import { type FakeKoishi, startFakeKoishi } from './start-fake-koishi';

let koishi: FakeKoishi;
let brain: BrainConnection;

beforeEach(async () => {
  koishi = await startFakeKoishi();
  brain = link('secret');
});

afterEach(async () => {
  brain.close();
  await koishi.stop();
});

function link(token: string): BrainConnection {
  return connect({
    ports: { companion: koishi.port },
    secrets: { companion: token },
    clock: systemClock,
    fetch,
    log: () => {},
  });
}

/** Resolves with the first report, from now on, that is as wished. */
function seen(report: Readable<BrainReport>, wish: (value: BrainReport) => boolean): Promise<BrainReport> {
  return new Promise((resolve) => {
    const look = (value: BrainReport) => {
      if (!wish(value)) return;
      unsubscribe();
      resolve(value);
    };
    const unsubscribe = report.subscribe(look);
    look(report.get());
  });
}

const isUp = (report: BrainReport) => report.kind === 'up';

test('the report comes at once', async () => {
  expect(brain.report.get()).toEqual({ kind: 'connecting' });
  expect(await seen(brain.report, isUp)).toEqual({
    kind: 'up',
    version: '4.18.11',
    bots: [{ selfId: '10001', online: true, error: undefined }],
    models: ['deepseek/deepseek-chat'],
    failures: [],
  });
});

test('a dropped line is told, and dialled anew within two seconds', async () => {
  await seen(brain.report, isUp);
  await koishi.play('drop');
  const dropped = Date.now();
  await seen(brain.report, (report) => report.kind === 'up' && !report.bots[0]?.online);
  await seen(brain.report, (report) => report.kind === 'up' && report.bots[0]?.online === true);
  expect(Date.now() - dropped).toBeLessThan(2_000);
  expect(await koishi.play('starts')).toBe(1);
});

test('plugins that threw or are missing are named', async () => {
  await seen(brain.report, isUp);
  await koishi.play('breakPlugin');
  const report = await seen(brain.report, (value) => value.kind === 'up' && value.failures.length > 0);
  expect(report).toMatchObject({
    failures: [
      { plugin: 'adapter-onebot', message: '$.selfId expected string' },
      { plugin: 'chatluna', message: 'not loaded' },
    ],
  });
});

test('a conversation goes through the model', async () => {
  const { answer, latencyMs } = await brain.converse('hello');
  expect(answer).toBe('you said hello');
  expect(latencyMs).toBeGreaterThanOrEqual(0);
});

test.each([
  [
    '401 Unauthorized "{"error":{"message":"Authentication Fails, Your api key: ****d is invalid"}}"',
    'keyRefused',
  ],
  ['API key not valid. Please pass a valid API key.', 'keyRefused'],
  ['402 Payment Required "Insufficient Balance"', 'quota'],
  ['429 Too Many Requests "You exceeded your current quota"', 'quota'],
  ['429 Too Many Requests "Rate limit reached"', 'rateLimited'],
  ['404 Not Found "Model Not Exist"', 'modelMissing'],
  ['500 Internal Server Error "oops"', 'unreachable'],
  ['fetch failed', 'unreachable'],
  ['something else', 'unreachable'],
])('%s is %s', async (message, kind) => {
  const error = await brain.converse(`fail ${message}`).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BrainError);
  expect(error).toMatchObject({ kind, message });
});

test('a model that is not offered tells what its adapter met', async () => {
  await koishi.play('forgetModels');
  await expect(brain.converse('hello')).rejects.toMatchObject({
    kind: 'keyRefused',
    message: 'Error: listing failed: 401 Unauthorized',
  });
});

test('an adapter that gave up at the start is started again', async () => {
  await seen(brain.report, isUp);
  await koishi.play('forgetModels');
  await seen(brain.report, (report) => report.kind === 'up' && report.models.length === 0);
  await seen(brain.report, (report) => report.kind === 'up' && report.models.length > 0);
  await expect(brain.converse('hello')).resolves.toMatchObject({ answer: 'you said hello' });
});

test('every conversation is given the model of the configuration', async () => {
  await expect
    .poll(() => koishi.play('rules'))
    .toEqual([{ name: 'botpier', enabled: true, priority: 0, fixedModel: 'deepseek/deepseek-chat' }]);
});

test('a conversation can be given up', async () => {
  const giveUp = new AbortController();
  const conversation = brain.converse('hang', giveUp.signal);
  giveUp.abort(new Error('enough'));
  await expect(conversation).rejects.toThrow('enough');
});

test('reconnect hangs up and dials anew', async () => {
  await brain.reconnectBridge();
  expect(await koishi.play('starts')).toBe(1);
});

test('whom it shall not hear is ended before anybody else sees it; the owner passes', async () => {
  expect(await koishi.play('hears')).toEqual({ first: true, passed: [true, true, false, false, true] });
});

test('asked as somebody, the model is told so first', async () => {
  const { answer } = await brain.converse('hello', undefined, 'you are a captain');
  expect(answer).toBe('you said hello system you are a captain');
});

test('the owners of the configuration command, and nobody else', async () => {
  await expect
    .poll(() => koishi.play('users'))
    .toEqual([
      { id: 1, pid: '999', authority: 1 },
      { id: 2, pid: '123456', authority: 5 },
      { id: 3, pid: '7777777', authority: 5 },
    ]);
});

test('without the token nothing is told', async () => {
  const stranger = link('wrong');
  expect(await seen(stranger.report, (report) => report.kind === 'unreachable')).toEqual({
    kind: 'unreachable',
    message: 'the companion answered 401',
  });
  await expect(stranger.converse('hello')).rejects.toThrow('the companion answered 401');
  await expect(stranger.reconnectBridge()).rejects.toThrow('401');
  stranger.close();
});

test('when Koishi goes the report says so', async () => {
  await seen(brain.report, isUp);
  await koishi.stop();
  expect((await seen(brain.report, (report) => report.kind === 'unreachable')).kind).toBe('unreachable');
});

test('one that takes the call and never answers is called again', async () => {
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const clock = createManualClock();
  const first = once(silent, 'connection');
  const caller = connect({
    ports: { companion: port },
    secrets: { companion: 'secret' },
    clock,
    fetch,
    log: () => {},
  });
  await first;
  const again = once(silent, 'connection');
  await clock.advance(5_000);
  expect((await seen(caller.report, (report) => report.kind === 'unreachable')).kind).toBe('unreachable');
  await clock.advance(5_000);
  await again;
  caller.close();
  silent.close();
});
