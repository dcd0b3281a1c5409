import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createModelServer } from '../../rehearsal/model/create-model-server';
import { createMemorySecretStore } from '../secrets/memory-secret-store';
import { tryModel } from './model-health';

const HOUR_MS = 3_600_000;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

it.each([3, -3])('hears from the provider that this clock is %d hours off', async (hours) => {
  const { server } = createModelServer({ clock: systemClock });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  const heard: number[] = [];
  const ports = {
    secrets: createMemorySecretStore(),
    clock: { ...systemClock, now: () => Date.now() + hours * HOUR_MS },
    fetch,
    noteClockSkew: (skewMs: number) => heard.push(skewMs),
  };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  await tryModel(ports, { provider: 'custom', baseUrl, key: 'sk-test-0123456789' }, undefined);
  expect(Math.round((heard[0] ?? 0) / HOUR_MS)).toBe(hours);
});

it('hears nothing where the clocks agree, or where nobody says the time', async () => {
  const server = createServer((_, response) => {
    response.sendDate = false;
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  const heard: number[] = [];
  const ports = {
    secrets: createMemorySecretStore(),
    clock: systemClock,
    fetch,
    noteClockSkew: (ms: number) => heard.push(ms),
  };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  await tryModel(ports, { provider: 'custom', baseUrl, key: 'sk-test-0123456789' }, undefined);
  server.removeAllListeners('request');
  server.on('request', (_, response) => response.writeHead(401).end());
  await tryModel(ports, { provider: 'custom', baseUrl, key: 'sk-test-0123456789' }, undefined);
  expect(heard).toEqual([]);
});
