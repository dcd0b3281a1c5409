import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createManualClock, type ManualClock } from '../lib/manual-clock';
import { createRehearsalStage, type RehearsalStage } from './rehearsal-stage';
import { createStillApp } from './still-app';

let clock: ManualClock;
let server: WebSocketServer;
let stage: RehearsalStage;
let story: string[];
let failures: unknown[];
let refuseBoot: boolean;
/** Resolves with the next thing of the story. */
let next: PromiseWithResolvers<void>;

function tell(what: string): void {
  story.push(what);
  next.resolve();
  next = Promise.withResolvers();
}

beforeEach(async () => {
  clock = createManualClock();
  story = [];
  failures = [];
  refuseBoot = false;
  next = Promise.withResolvers();
  stage = createRehearsalStage({
    clock,
    onFailure: (cause) => failures.push(cause),
    async boot() {
      tell('boot');
      if (refuseBoot) throw new Error('no room for a stage');
      return { ...createStillApp(), close: async () => tell('close') };
    },
  });
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket, request) => stage.connection(socket, request));
  await once(server, 'listening');
});

afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  server.close();
  await stage.close();
});

async function enter() {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  return {
    async ask(): Promise<unknown> {
      const answered = once(socket, 'message');
      socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'view' } }));
      const [data] = await answered;
      return JSON.parse(String(data));
    },
    async leave(): Promise<void> {
      const here = [...server.clients].map((client) => once(client, 'close'));
      socket.close();
      await Promise.race(here);
    },
  };
}

test('nothing is booted before somebody comes, and two share one rehearsal', async () => {
  expect(story).toEqual([]);
  const [first, second] = [await enter(), await enter()];
  expect(await first.ask()).toMatchObject({ result: { data: { version: '0.0.0' } } });
  expect(await second.ask()).toMatchObject({ result: {} });
  expect(story).toEqual(['boot']);
});

test('it is let go of a minute after the last has left, and booted anew for the next', async () => {
  const [first, second] = [await enter(), await enter()];
  await second.ask();
  await first.leave();
  await clock.advance(120_000);
  await second.leave();
  await clock.advance(59_000);
  expect(story).toEqual(['boot']);
  const closed = next.promise;
  await clock.advance(1_000);
  await closed;
  await (await enter()).ask();
  expect(story).toEqual(['boot', 'close', 'boot']);
});

test('whoever comes back within the minute finds it as it was', async () => {
  const first = await enter();
  await first.ask();
  await first.leave();
  await clock.advance(59_000);
  const again = await enter();
  await clock.advance(120_000);
  await again.ask();
  expect(story).toEqual(['boot']);
});

test('one that could not be booted is tried again', async () => {
  refuseBoot = true;
  await enter();
  while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
  refuseBoot = false;
  expect(await (await enter()).ask()).toMatchObject({ result: {} });
  expect(failures).toMatchObject([{ message: 'no room for a stage' }]);
  expect(story).toEqual(['boot', 'boot']);
});

test('closing the shell closes the rehearsal', async () => {
  await (await enter()).ask();
  await stage.close();
  expect(story).toEqual(['boot', 'close']);
});
