import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../../app/create-test-app';
import type { CliEvent } from './cli-event';
import { type GatewaySession, gatewayOff, gatewayOn, gatewayPassword, gatewayRoutes } from './gateway';

let app: TestApp;
let dir: string;
let out: string[];
let events: CliEvent[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-cli-gateway-'));
  app = await createTestApp();
  await setUp(app);
  out = [];
  events = [];
});
afterEach(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

const session = (json = false): GatewaySession => ({
  app: app.app,
  bot: app.bot(),
  language: 'zh',
  reporter: { report: (event) => void events.push(event) },
  signal: new AbortController().signal,
  write: (text) => void out.push(text),
  json,
});
const freshPort = () => 20_000 + Math.floor(Math.random() * 30_000);

test('on, routes, password, off', async () => {
  expect(await gatewayOn(session(), { port: freshPort() })).toBe(0);
  const { port } = app.bot().gateway ?? {};
  expect(out.join('')).toMatch(
    /网关开好了：http:\/\/localhost:\d+\/\n.*NapCat.*\n网关密码（只显示这一次）：\w{32}\n$/s,
  );

  out = [];
  expect(await gatewayRoutes(session(), {})).toBe(0);
  const table = JSON.parse(out.join(''));
  expect(table).toMatchObject({ default_backend: 'http://napcat:6099' });

  const file = join(dir, 'routes.json');
  writeFileSync(
    file,
    JSON.stringify({
      ...table,
      rules: [{ action: 'redirect', match: { path_equal: '/x' }, redirect_to: '/y' }],
    }),
  );
  expect(await gatewayRoutes(session(), { set: file })).toBe(0);
  const answer = await fetch(`http://127.0.0.1:${port}/x`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/y');

  out = [];
  expect(await gatewayRoutes(session(), { try: '/x' })).toBe(0);
  expect(out.join('')).toBe('第 1 条规则接：/y\n');
  expect(await gatewayRoutes(session(), { reset: true })).toBe(0);

  out = [];
  expect(await gatewayPassword(session(true), undefined)).toBe(0);
  expect(JSON.parse(out.join(''))).toMatchObject({
    event: 'password',
    password: expect.stringMatching(/^\w{32}$/),
  });

  expect(await gatewayOff(session())).toBe(0);
  expect(app.bot().gateway?.on).toBe(false);
});

test('rules that are wrong are refused by their place', async () => {
  const file = join(dir, 'routes.json');
  writeFileSync(file, JSON.stringify({ default_backend: '', rules: [{ match: { path_prefix: '/x/' } }] }));
  expect(await gatewayRoutes(session(), { set: file })).toBe(1);
  expect(out.join('')).toBe('没有保存，这些规则有问题：\n  默认后端: 没有后端\n  第 1 条: 没有后端\n');
  writeFileSync(file, JSON.stringify({ default_backend: '', rules: [{ websocket: true }] }));
  expect(await gatewayRoutes(session(), { set: file })).toBe(1);
  expect(events).toMatchObject([
    { event: 'error', code: 'invalidInput', message: expect.stringContaining('websocket') },
  ]);
});
