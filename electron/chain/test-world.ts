import { Bot } from '../contract/bot';
import type { ServiceName } from '../contract/ids';
import type { LoginState } from '../contract/login';
import type { ContainerInfo, EngineProbe } from '../engine/engine';
import type { ServiceInfo } from '../services/roles';
import type { BrainSight, KeyPoolSight, MessengerSight, ServiceSight, World } from './world';
import { proofSubject } from './world';

export const NOW = 1_700_000_000_000;
const UIN = '2812344417';

export const testBot = Bot.parse({
  id: 'abcd1234',
  name: '小码',
  createdAt: NOW,
  stack: 'koishi',
  consent: { at: NOW, version: 1 },
  account: UIN,
  device: { mac: '02:00:00:00:00:01', hostname: 'pier-abcd', machineId: '0'.repeat(32) },
});

const info = (name: ServiceName, product: string): ServiceInfo => ({
  name,
  product,
  version: '1.0',
  image: `docker.io/test/${name}:1`,
  versions: [
    {
      version: '1.0',
      image: `docker.io/test/${name}:1`,
      notes: { zh: '', en: '' },
      link: 'https://example.org',
    },
  ],
  licence: 'none',
  licenceUrl: 'https://example.org',
  memoryLimitBytes: 0,
  ports: [],
  secrets: [],
  sensitive: [],
});

export const testContainer = (over: Partial<ContainerInfo> = {}): ContainerInfo => ({
  id: 'c1',
  name: 'c1',
  image: 'i',
  imageId: 'i',
  labels: {},
  bot: testBot.id,
  service: undefined,
  state: 'running',
  exitCode: undefined,
  error: undefined,
  oomKilled: false,
  startedAt: NOW - 600_000,
  finishedAt: undefined,
  restartCount: 0,
  ports: [],
  ...over,
});

const service = (over: Partial<ServiceSight>): ServiceSight => ({
  info: info('napcat', 'NapCat'),
  wish: 'running',
  imagePresent: true,
  container: testContainer(),
  preparation: { kind: 'done' },
  refusal: undefined,
  busy: false,
  ...over,
});

export const online = { kind: 'online', uin: UIN, nick: '小码', since: NOW - 500_000 } satisfies LoginState;

export const testConnection = (
  over: Partial<NonNullable<MessengerSight['connection']>> = {},
): NonNullable<MessengerSight['connection']> => ({
  api: { kind: 'ok', version: '4.18.19' },
  login: online,
  monitor: {
    kind: 'connected',
    selfId: UIN,
    online: true,
    lastHeartbeatAt: NOW,
    received: 0,
    sent: 0,
    lastReceivedAt: undefined,
    lastSentAt: undefined,
  },
  dialling: undefined,
  bridgeEnd: { kind: 'ok' },
  bridgeEndAt: NOW,
  ...over,
});

export const testMessenger = (over: Partial<MessengerSight> = {}): MessengerSight => ({
  ...service({ info: info('napcat', 'NapCat') }),
  connection: testConnection(),
  ...over,
});

export const testBrain = (over: Partial<BrainSight> = {}): BrainSight => ({
  ...service({ info: info('koishi', 'Koishi'), container: testContainer({ id: 'c2' }) }),
  report: {
    kind: 'up',
    version: '4.18.11',
    bots: [{ selfId: UIN, online: true, error: undefined }],
    models: ['deepseek/deepseek-chat'],
    failures: [],
  },
  ...over,
});

export const testKeyPool = (over: Partial<KeyPoolSight> = {}): KeyPoolSight => ({
  ...service({
    info: info('gemini-balance', 'Gemini Balance'),
    container: testContainer({ id: 'c3', service: 'gemini-balance' }),
  }),
  report: { kind: 'up', fails: new Map(), config: { kind: 'ok' } },
  ...over,
});

export const runningEngine = {
  kind: 'running',
  endpoint: 'memory',
  info: { product: 'Docker', version: '26.1', clockSkewMs: 0 },
} as Extract<EngineProbe, { kind: 'running' }>;

/** A world in which everything is well, but for what is said. */
export function testWorld(over: Partial<World> = {}): World {
  const world: World = {
    now: NOW,
    bot: testBot,
    engine: runningEngine,
    images: [
      { reference: 'a', product: 'NapCat', state: { kind: 'present' } },
      { reference: 'b', product: 'Koishi', state: { kind: 'present' } },
    ],
    messenger: testMessenger(),
    brain: testBrain(),
    beside: undefined,
    keyPool: undefined,
    gateway: undefined,
    sync: undefined,
    model: {
      choice: { provider: 'deepseek', baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-chat' },
      key: 'present',
      check: {
        kind: 'checked',
        at: NOW,
        result: { kind: 'ok', baseUrl: '', models: [], model: 'deepseek-chat', answer: '在', latencyMs: 1 },
      },
    },
    proof: { kind: 'none' },
    ...over,
  };
  return over.proof
    ? world
    : { ...world, proof: { kind: 'ok', at: NOW, latencyMs: 1, answer: '在', of: proofSubject(world) } };
}
