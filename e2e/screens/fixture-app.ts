// Long because it is one app in one state after another: the data that all scenes draw.
import type { App } from '../../electron/app/api';
import { BotId } from '../../electron/contract/ids';
import type { ModelCheck } from '../../electron/contract/model';
import type { RehearsalView } from '../../electron/contract/rehearsal';
import type { RoutesSaved } from '../../electron/contract/routes';
import type { SnapshotSummary } from '../../electron/contract/snapshot';
import type { AppView, LogEntry, StackOffer } from '../../electron/contract/view';
import { createValue, type Value } from '../../electron/lib/value';
import { PROVIDERS } from '../../electron/services/model-api/providers';
import { LEGACY_ANSWERS, type LegacyAnswers } from './legacy-fixture';
import { REPORT } from './report-fixture';
import { RESOURCES, type ResourceAnswers, resourceCalls } from './resources-fixture';
import { ROUTES, TRIAL } from './routes-fixture';
import { SNAPSHOTS } from './snapshots-fixture';
import { GENERATIONS, RECOVERY_KEY, UNCONFIRMED } from './sync-fixture';
import { appView, NOW } from './views';

/** An app that shows what a picture needs. Nothing behind it: whatever is pressed leaves the view as it is. */
export interface FixtureApp extends App {
  readonly view: Value<AppView>;
  /** What the next key is answered. */
  check: ModelCheck | 'pending';
  /** What the next change of the gateway's rules is answered. */
  routesSaved: RoutesSaved;
  /** What the page of resources shows. */
  resourceAnswers: ResourceAnswers;
  /** What the dialog for an old repository is answered. */
  legacyAnswers: LegacyAnswers;
  /** What was called, to be asserted on. */
  readonly calls: { name: string; input: unknown }[];
}

const NAPCAT: StackOffer['services'][number] = {
  name: 'napcat',
  role: 'messenger',
  optional: false,
  product: 'NapCat',
  version: '4.18.19',
  image: 'docker.io/mlikiowa/napcat-docker:v4.18.19',
  licence: 'Limited Redistribution License',
  licenceUrl: 'https://github.com/NapNeko/NapCatQQ/blob/main/LICENSE',
  memoryLimitBytes: 1_000_000_000,
};

const GATEWAY: StackOffer['services'][number] = {
  name: 'gateway',
  role: 'gateway',
  optional: true,
  product: 'Caddy',
  version: '2.10.2',
  image: 'docker.io/library/caddy:2.10.2-alpine',
  licence: 'Apache-2.0',
  licenceUrl: 'https://github.com/caddyserver/caddy/blob/master/LICENSE',
  memoryLimitBytes: 128_000_000,
};

const OFFERS: StackOffer[] = [
  {
    id: 'koishi',
    services: [
      NAPCAT,
      {
        name: 'koishi',
        role: 'brain',
        optional: false,
        product: 'Koishi',
        version: '4.18.7',
        image: 'docker.io/koishijs/koishi:v1.16.1-lite',
        licence: 'MIT · ChatLuna AGPL-3.0',
        licenceUrl: 'https://github.com/koishijs/koishi/blob/master/LICENSE',
        memoryLimitBytes: 600_000_000,
        memoryUsedBytes: 112_000_000,
      },
      GATEWAY,
    ],
  },
  {
    id: 'astrbot',
    services: [
      NAPCAT,
      {
        name: 'astrbot',
        role: 'brain',
        optional: false,
        product: 'AstrBot',
        version: '4.27.4',
        image: 'docker.io/soulter/astrbot:v4.27.4',
        licence: 'AGPL-3.0',
        licenceUrl: 'https://github.com/AstrBotDevs/AstrBot/blob/master/LICENSE',
        memoryLimitBytes: 1_000_000_000,
        memoryUsedBytes: 243_000_000,
      },
      {
        name: 'gemini-balance',
        role: 'keyPool',
        optional: true,
        product: 'Gemini Balance',
        version: '2.2.8',
        image: 'ghcr.io/snailyp/gemini-balance:2.2.8',
        licence: 'CC BY-NC 4.0',
        licenceUrl: 'https://github.com/snailyp/gemini-balance/blob/main/LICENSE',
        memoryLimitBytes: 400_000_000,
      },
      GATEWAY,
    ],
  },
];

const LOG: [offset: number, source: LogEntry['source'], stream: LogEntry['stream'], text: string][] = [
  [242_000, 'napcat', 'stdout', '接收 <- 群聊 [码头茶馆] 一条消息'],
  [241_900, 'koishi', 'stdout', '[I] chatluna 开始回答（deepseek-chat）'],
  [240_400, 'koishi', 'stdout', '[I] chatluna 回答完成 1.4 秒 · 182 tokens'],
  [240_300, 'napcat', 'stdout', '发送 -> 群聊 [码头茶馆] 一条消息'],
  [222_000, 'napcat', 'stdout', 'WebUI 登录 · 来自 127.0.0.1'],
  [221_000, 'napcat', 'stdout', 'OneBot11 网络配置已更新，重载 websocketServers'],
  [220_900, 'koishi', 'stderr', '[W] adapter-onebot websocket closed with 1006'],
  [220_800, 'botpier', 'stdout', 'link.changed bridge ok → broken tokenDrift'],
  [220_100, 'koishi', 'stderr', '[W] adapter-onebot Unexpected server response: 403'],
  [190_000, 'botpier', 'stdout', 'repair.done reconnectBridge'],
  [189_000, 'koishi', 'stderr', '[W] adapter-onebot Unexpected server response: 403'],
];

export function createFixtureApp(): FixtureApp {
  const calls: FixtureApp['calls'] = [];
  const note =
    (name: string) =>
    async (...input: unknown[]): Promise<void> => {
      calls.push({ name, input });
    };
  const view = createValue(appView([]));
  const rehearsal: Value<RehearsalView> = createValue<RehearsalView>({
    phone: 'canScan',
    faults: [],
    chat: [
      { id: 1, at: NOW, from: 'you', room: 'group', text: '有人在吗' },
      { id: 2, at: NOW, from: 'you', room: 'group', text: '@小码 明天下雨，出海要带什么？' },
      {
        id: 3,
        at: NOW,
        from: 'bot',
        room: 'group',
        text: '先别出海。真要去：救生衣、防水袋、一壶热茶，再把归航时间告诉岸上的人。',
      },
    ],
  });
  const app: FixtureApp = {
    view,
    calls,
    check: 'pending',
    resourceAnswers: RESOURCES,
    routesSaved: { saved: true, liveMs: 180, findings: [] },
    legacyAnswers: LEGACY_ANSWERS,
    bots: {
      async create() {
        calls.push({ name: 'bots.create', input: [] });
        return view.get().bots[0]?.id ?? ('aaaaaaaa' as never);
      },
      chooseStack: note('bots.chooseStack'),
      consent: note('bots.consent'),
      patch: note('bots.patch'),
      start: note('bots.start'),
      stop: note('bots.stop'),
      restart: note('bots.restart'),
      fix: note('bots.fix'),
      changeBrain: note('bots.changeBrain'),
      cancelChange: note('bots.cancelChange'),
      forgetBrain: note('bots.forgetBrain'),
      prove: async () => ({ answer: '在的，刚刚喝了口茶。', latencyMs: 1_320 }),
      export: async () => ({ files: [], blanks: [] }),
      publish: async () => ({ kind: 'published', url: '' }),
      remove: note('bots.remove'),
    },
    panels: { enter: () => new Promise(() => {}) },
    model: {
      providers: () => [...PROVIDERS],
      connect: (bot, input) => {
        calls.push({ name: 'model.connect', input: { bot, provider: input.provider } });
        return app.check === 'pending' ? new Promise(() => {}) : Promise.resolve(app.check);
      },
      choose: () => (app.check === 'pending' ? new Promise(() => {}) : Promise.resolve(app.check)),
    },
    keyPool: {
      async add(_bot, { text }) {
        calls.push({ name: 'keyPool.add', input: [] });
        return { added: text.split(/\s+/).filter(Boolean).length, duplicate: 0, malformed: 0 };
      },
      remove: note('keyPool.remove'),
      check: note('keyPool.check'),
      cancel: note('keyPool.cancel'),
      settings: note('keyPool.settings'),
      consent: note('keyPool.consent'),
      turnOn: note('keyPool.turnOn'),
      turnOff: note('keyPool.turnOff'),
      models: async () => ({ kind: 'ok', models: ['gemini-flash-latest', 'gemini-3.5-flash'] }),
      chat: async () => ({ kind: 'ok', answer: '在的。', latencyMs: 840 }),
    },
    gateway: {
      async turnOn() {
        calls.push({ name: 'gateway.turnOn', input: [] });
        return { password: 'Kp3vTz8wQmR4xYbN6dHcJf2sLg7aUe5V' };
      },
      turnOff: note('gateway.turnOff'),
      routes: async () => ROUTES,
      saveRoutes: async () => app.routesSaved,
      tryRoute: async () => TRIAL,
      async setPassword() {
        calls.push({ name: 'gateway.setPassword', input: [] });
        return {};
      },
    },
    sync: {
      checkToken: async () => ({
        report: {
          login: 'captain',
          kind: 'fineGrained',
          expiresAt: NOW + 366 * 86_400_000,
          mayCreate: false,
        },
        repositories: ['captain/my-bot', 'captain/notes'],
      }),
      checkRepository: async ({ repository, branch }) => ({
        repository,
        branch,
        content: repository === 'captain/notes' ? 'ours' : 'empty',
        mayPush: true,
      }),
      setUp: async (bot) => {
        const now = view.get();
        const bots = now.bots.map((one) => (one.id === bot ? { ...one, sync: UNCONFIRMED } : one));
        view.set({ ...now, bots });
        return { recoveryKey: RECOVERY_KEY };
      },
      renewKey: async () => ({ recoveryKey: RECOVERY_KEY }),
      confirmKey: note('sync.confirmKey'),
      setToken: async () => ({ login: 'captain', kind: 'fineGrained' }),
      setKey: note('sync.setKey'),
      patch: note('sync.patch'),
      now: note('sync.now'),
      cancel: note('sync.cancel'),
      takeOver: note('sync.takeOver'),
      turnOff: note('sync.turnOff'),
      generations: async () => GENERATIONS,
      restore: () => new Promise(() => {}),
      restoreFile: () => new Promise(() => {}),
      cancelRestore: note('sync.cancelRestore'),
    },
    legacy: {
      look: (...input) => app.legacyAnswers.look(...input),
      bringAlong: (...input) => app.legacyAnswers.bringAlong(...input),
      leave: note('legacy.leave'),
    },
    serviceUpdates: {
      look: note('serviceUpdates.look'),
      begin: note('serviceUpdates.begin'),
      cancel: note('serviceUpdates.cancel'),
      policy: note('serviceUpdates.policy'),
      dismiss: note('serviceUpdates.dismiss'),
    },
    settings: {
      export: () => '{}',
      import: note('settings.import'),
      openFolder: note('settings.openFolder'),
      async patch(patch) {
        const now = view.get();
        const { network, engine, ...rest } = patch;
        view.set(
          appView(now.bots, {
            ...now,
            settings: {
              ...now.settings,
              ...JSON.parse(JSON.stringify(rest)),
              network: { ...now.settings.network, ...JSON.parse(JSON.stringify(network ?? {})) },
              engine: { ...now.settings.engine, ...JSON.parse(JSON.stringify(engine ?? {})) },
            },
          }),
        );
      },
    },
    advanced: {
      services: () => [
        {
          service: 'napcat',
          product: 'NapCat',
          version: '4.18.19',
          image: 'docker.io/mlikiowa/napcat-docker:v4.18.19',
          ports: [
            { name: 'webui', port: 6099, inside: 6099 },
            { name: 'monitor', port: 3002, inside: 3002 },
          ],
          environment: {},
          ours: ['NAPCAT_WEBUI_SECRET_KEY', 'NAPCAT_UID', 'NAPCAT_GID', 'TZ'],
        },
        {
          service: 'koishi',
          product: 'Koishi',
          version: '4.18.7',
          image: 'docker.io/koishijs/koishi:v1.16.1-lite',
          ports: [{ name: 'companion', port: 5140, inside: 5140 }],
          environment: { KOISHI_LOG_LEVEL: '3' },
          ours: ['TZ'],
        },
      ],
      setPort: note('advanced.setPort'),
      setEnvironment: note('advanced.setEnvironment'),
    },
    persona: {
      words: (_bot, { text }) => {
        const words =
          text || '你叫小码，是这个 QQ 聊天里的助手，性子像码头上的老管理员：可靠、利落、见多识广。';
        return { text: words, prompt: `${words}\n今天是 2026-11-20。` };
      },
      preview: async () => ({ answer: '在呢。先喝口热茶，再说说怎么了？', latencyMs: 1_210 }),
    },
    secrets: { unlock: note('secrets.unlock'), keep: note('secrets.keep') },
    network: {
      proxy: createValue(''),
      setProxyLogin: note('network.setProxyLogin'),
      testMirrors: async () => [
        { mirror: 'docker.1ms.run', latencyMs: 92, message: '' },
        { mirror: 'docker.m.daocloud.io', latencyMs: 140, message: '' },
        { mirror: 'docker.io', latencyMs: undefined, message: 'no answer within 10 s' },
        { mirror: 'mirror.example.cn', latencyMs: undefined, message: 'a web page, not a registry' },
      ],
    },
    engine: { start: note('engine.start'), look: note('engine.look') },
    stacks: { offers: () => OFFERS },
    update: {
      check: note('update.check'),
      download: note('update.download'),
      install: note('update.install'),
      openPage: note('update.openPage'),
    },
    notifications: {
      setSecret: note('notifications.setSecret'),
      test: async () => ({ kind: 'sent' }),
      openQrLink: async () => undefined,
    },
    notices: { tell: () => {}, dismiss: note('notices.dismiss') },
    logs: {
      async *read(_bot, { signal }) {
        yield LOG.map(([offset, source, stream, text]) => ({
          at: NOW - offset,
          source,
          stream,
          level: stream === 'stderr' ? ('warn' as const) : ('info' as const),
          text,
        }));
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      },
    },
    resources: resourceCalls(() => app.resourceAnswers),
    snapshots: {
      list: async () => SNAPSHOTS,
      take: async () => SNAPSHOTS[0] as SnapshotSummary,
      restore: note('snapshots.restore'),
      undo: note('snapshots.undo'),
      remove: note('snapshots.remove'),
      verify: async () => true,
      cancel: note('snapshots.cancel'),
      settings: note('snapshots.settings'),
      exportFile: async () => ({
        path: '/home/you/.local/share/botpier/exports/abcd1234-20260811T040000-k3x9q1.botpier',
        bytes: 48_200_000,
        name: 'abcd1234-20260811T040000-k3x9q1.botpier',
      }),
      findExport: async () => undefined,
      importFile: async () => ({
        bot: view.get().bots[0]?.id ?? BotId.parse('abcd1234'),
        snapshot: '20260811T040000-k3x9q1',
      }),
    },
    support: { draft: async () => REPORT, save: async () => ({ name: 'botpier-report.tar.gz', base64: '' }) },
    wake: async () => {},
    get rehearsal() {
      if (!view.get().rehearsal) return undefined;
      const settingUp = view.get().bots.some((bot) => bot.settingUp);
      rehearsal.set({ ...rehearsal.get(), phone: settingUp ? 'canScan' : 'online' });
      return {
        view: rehearsal,
        scan: note('rehearsal.scan'),
        confirm: note('rehearsal.confirm'),
        expireQr: note('rehearsal.expireQr'),
        say: note('rehearsal.say'),
        fault: note('rehearsal.fault'),
      };
    },
    idle: async () => {},
    close: async () => {},
  };
  return app;
}
