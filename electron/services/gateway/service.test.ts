import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Bot } from '../../contract/bot';
import type { GatewayChoice } from '../../contract/gateway';
import { RouteTable } from '../../contract/routes';
import type { DefinitionInput } from '../roles';
import { gateway } from './service';
import { CADDY, keepsStreams } from './test-caddy';

const bot = (choice: GatewayChoice) =>
  Bot.parse({
    id: 'abcd1234',
    name: 'x',
    createdAt: 0,
    gateway: choice,
    device: { mac: '02:00:00:00:00:01', hostname: 'h', machineId: '0'.repeat(32) },
  });

const input = (choice: GatewayChoice, rules: RouteTable['rules'] = []): DefinitionInput => ({
  bot: bot(choice),
  ports: { web: 7861 },
  secrets: { door: 'doorSecret0123456789', session: 'sessionSecret0123456789' },
  bridge: { dials: 'brain', url: '', token: '' },
  network: { pluginRegistry: '', proxy: '' },
  model: undefined,
  gateway: {
    table: { default_backend: 'http://napcat:6099', rules },
    upstreams: [{ name: 'napcat', ports: [{ container: 6099, host: 6099 }] }],
    door: { host: 'host.docker.internal', port: 40_000 },
  },
});
const contentOf = (from: DefinitionInput) => gateway.define(from).files[0]?.content ?? '';

describe('the container of the gateway', () => {
  it('is published on loopback alone, unless it is opened', () => {
    expect(gateway.define(input({ reach: 'loopback' })).ports).toEqual([
      { name: 'web', container: 7860, host: 7861 },
    ]);
    expect(gateway.define(input({ reach: 'network' })).ports).toEqual([
      { name: 'web', container: 7860, host: 7861, reach: 'network' },
    ]);
  });

  it('with a domain opens HTTPS, and keeps the plain port to this computer', () => {
    expect(gateway.define(input({ reach: 'network', domain: 'bot.example.com' })).ports).toEqual([
      { name: 'web', container: 7860, host: 7861 },
      { name: 'http', container: 80, host: 80, reach: 'network' },
      { name: 'https', container: 443, host: 443, reach: 'network' },
    ]);
  });

  it('has its secrets in one file that a change of rules does not make another container of', () => {
    const definition = gateway.define(input({ reach: 'network' }));
    const [file] = definition.files;
    expect(file).toMatchObject({ path: gateway.live.file, mode: 0o600, hashed: false });
    expect(JSON.stringify({ ...definition, files: [] })).not.toMatch(/Secret/);
    expect(file?.content).toContain('sessionSecret');
  });

  it('names each configuration, the same by the same name', () => {
    const rule = RouteTable.shape.rules.parse([{ backend: 'http://napcat:6099' }]);
    const marks = [
      contentOf(input({ reach: 'loopback' })),
      contentOf(input({ reach: 'loopback' })),
      contentOf(input({ reach: 'network' })),
      contentOf(input({ reach: 'loopback' }, rule)),
    ].map((content) => gateway.live.markOf(content));
    expect(marks[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(marks[1]).toBe(marks[0]);
    expect(new Set(marks).size).toBe(3);
    expect(gateway.live.markOf('{}')).toBeUndefined();
  });

  // Servers before 2.7 do not know a word of it.
  it
    .skipIf(!keepsStreams())
    .each<GatewayChoice>([
      { reach: 'loopback' },
      { reach: 'network' },
      { reach: 'network', domain: 'bot.example.com' },
    ])('is taken by the real server: %o', (choice) => {
    const dir = mkdtempSync(join(tmpdir(), 'botpier-caddy-'));
    const file = join(dir, 'caddy.json');
    writeFileSync(file, contentOf(input(choice)));
    const { status, stderr } = spawnSync(CADDY, ['validate', '--config', file], {
      encoding: 'utf8',
      env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
    });
    rmSync(dir, { recursive: true });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  });
});
