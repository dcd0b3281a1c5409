import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotId, LinkId, StackId } from '../contract/ids';
import type { AppView, BotView, LinkView } from '../contract/view';
import { createMemoryEngine, type MemoryEngine } from '../engine/memory/memory-engine';
import { createMemoryHost } from '../engine/memory/memory-host';
import { type Clock, systemClock } from '../lib/clock';
import { serveRequests } from '../lib/serve-requests';
import { createRehearsal, type Rehearsal } from '../rehearsal/create-rehearsal';
import { astrbotStack } from '../stacks/astrbot';
import { koishiStack } from '../stacks/koishi';
import type { App } from './api';
import type { AppPorts } from './app-ports';
import { createApp } from './create-app';
import { createCaller } from './router';
import { createMemorySecretStore } from './secrets/memory-secret-store';
import type { SecretStore } from './secrets/secret-store';
import type { CodeHost } from './sync/create-saving';
import { createTestingHost, type TestingHost } from './testing-host';

/** Ports that a test may want otherwise. */
export type TestPorts = Partial<Pick<AppPorts, 'known' | 'digestOf'>>;

/** The real app on the memory engine and the simulators, spoken to through its router. */
export interface TestApp {
  app: App;
  /** The router as a client sees it. */
  call: ReturnType<typeof createCaller>;
  engine: MemoryEngine;
  /** The way of the running app to the engine. */
  host: TestingHost;
  rehearsal: Rehearsal;
  dir: string;
  secrets: SecretStore;
  /** What the next start is given besides. */
  ports: TestPorts;
  /** Lines of BotPier's own log. */
  log: string[];
  bot(): BotView;
  link(id: LinkId): LinkView;
  /** Resolves with the first view that fits; rejects with the chain as it stands after `withinMs`. */
  until(what: string, fits: (bot: BotView, view: AppView) => boolean, withinMs?: number): Promise<BotView>;
  /** Ends this app and starts another on the same data; `kill`: in the middle of whatever it was doing. */
  restart(how?: 'kill'): Promise<void>;
  close(): Promise<void>;
}

/**
 * Test files run side by side, and a port of one bot is free while its service is replaced: each worker has its own.
 * Below the ports that a system gives to whoever asks for any.
 */
const portOfWorker = (known: number) => known + 1_000 * Number(process.env['VITEST_POOL_ID'] ?? 0);

/** Nobody listens there: no test speaks to GitHub. */
const NOWHERE = { api: 'http://127.0.0.1:2', git: 'http://127.0.0.1:2' };

export async function createTestApp(
  options: {
    codeHost?: CodeHost;
    dirName?: string;
    bytesPerSecond?: number;
    clock?: Clock;
    /** Opened anew at each start; left out: secrets live as long as the test. */
    openSecrets?: (dir: string) => Promise<SecretStore>;
    ports?: TestPorts;
  } = {},
): Promise<TestApp> {
  const root = await mkdtemp(join(tmpdir(), 'botpier-test-'));
  const dir = join(root, options.dirName ?? 'data');
  const { clock = systemClock, ports = {} } = options;
  const rehearsal = await createRehearsal({
    clock,
    speed: 'fast',
    references: {
      messenger: koishiStack.messenger.image,
      brain: koishiStack.brain.image,
      astrbot: astrbotStack.brain.image,
      keyPool: astrbotStack.keyPool?.image,
      gateway: koishiStack.gateway?.image,
    },
  });
  const engine = createMemoryEngine({
    clock,
    images: rehearsal.images,
    network: { bytesPerSecond: options.bytesPerSecond ?? 20_000_000_000 },
  });
  rehearsal.attach(engine.controls);
  const openSecrets = options.openSecrets ?? (() => secretsOfTest);
  const secretsOfTest = Promise.resolve(createMemorySecretStore());
  const log: string[] = [];
  const start = (host: TestingHost, at: string, secrets: SecretStore) =>
    createApp({
      engineHost: host,
      secrets,
      clock,
      dir: at,
      log: (line) => log.push(line),
      fetch,
      keyPoolBaseUrl: rehearsal.geminiBaseUrl,
      usualPort: portOfWorker,
      serve: serveRequests,
      codeHost: options.codeHost ?? { endpoints: NOWHERE },
      ...ports,
    });
  const host = createTestingHost(createMemoryHost(engine));

  const secrets = await openSecrets(dir);
  const test: TestApp = {
    app: await start(host, dir, secrets),
    ports,
    host,
    get call() {
      return createCaller({ app: this.app });
    },
    engine,
    rehearsal,
    dir,
    secrets,
    log,
    bot() {
      const bot = this.app.view.get().bots[0];
      if (!bot) throw new Error('there is no bot');
      return bot;
    },
    link(id) {
      const link = this.bot().chain.find((candidate) => candidate.id === id);
      if (!link) throw new Error(`there is no link ${id}`);
      return link;
    },
    until(what, fits, withinMs = 15_000) {
      const { app } = this;
      return new Promise((resolve, reject) => {
        const look = () => {
          const view = app.view.get();
          const bot = view.bots[0];
          if (!bot || !fits(bot, view)) return false;
          clearTimeout(timer);
          unsubscribe();
          resolve(bot);
          return true;
        };
        const timer = setTimeout(() => {
          unsubscribe();
          const chain = app.view
            .get()
            .bots[0]?.chain.map((link) => `${link.id} ${JSON.stringify(link.state)}`);
          reject(new Error(`never: ${what}\n${chain?.join('\n')}\n${log.slice(-30).join('\n')}`));
        }, withinMs);
        const unsubscribe = app.view.subscribe(look);
        look();
      });
    },
    async restart(how) {
      if (how === 'kill') {
        // What it still does while it ends reaches neither the engine nor the data that the next one starts from:
        // nothing is written between this line and the end of the copy.
        this.host.cut();
        const left = join(root, `killed-${Date.now()}-${log.length}`);
        cpSync(this.dir, left, {
          recursive: true,
          filter: (path) => !/lock(-takeover)?\.json$|~$/.test(path),
        });
        this.dir = left;
      }
      await this.app.close();
      this.host = createTestingHost(createMemoryHost(engine));
      this.secrets = await openSecrets(this.dir);
      this.app = await start(this.host, this.dir, this.secrets);
    },
    async close() {
      await this.app.close();
      await engine.controls.shutDown();
      await rehearsal.close();
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return test;
}

/** The user's way through the wizard up to the QR code on screen. */
export async function setUpToQr(test: TestApp, stack: StackId = 'koishi'): Promise<BotId> {
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack });
  await test.call.bots.consent({ bot, version: 1 });
  const check = await test.call.model.connect({
    bot,
    provider: 'custom',
    baseUrl: test.rehearsal.modelBaseUrl,
    key: 'sk-test-0123456789abcdef',
  });
  if (check.kind !== 'ok') throw new Error(`the toy model refused: ${check.problem} ${check.message}`);
  await test.until('a QR code', (view) => askOf(view) === 'scanQr');
  return bot;
}

/** The user's whole way to the first reply. */
export async function setUp(test: TestApp, stack?: StackId): Promise<BotId> {
  const bot = await setUpToQr(test, stack);
  await test.rehearsal.controls.scan();
  await test.rehearsal.controls.confirm();
  await test.until('a green chain', (view) => view.tone === 'ok');
  return bot;
}

/** What the bot's sign-in asks of the user, if anything. */
function askOf(view: BotView): string | undefined {
  const state = view.chain.find((link) => link.id === 'login')?.state;
  return state?.kind === 'needsYou' ? state.ask.kind : undefined;
}
