import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkId, ServiceName, StackId } from '../../../electron/contract/ids';
import type { LinkState } from '../../../electron/contract/link-state';
import type { AppView, BotView } from '../../../electron/contract/view';
import { containerName } from '../../../electron/plan/names';
import { startWebShell } from '../../web/web-shell';
import { CONTROL_PORT } from './stack-engine';
import type { Stage } from './stage';
import { openWebClient, type WebClient } from './web-client';

/** Where a bot is to live. */
export interface BotPlace {
  endpoint: string;
  docker(...args: string[]): Promise<string>;
  modelBaseUrl: string;
  /** Whose API the model speaks like. */
  provider?: 'custom' | 'deepseek';
  /** Where images and plugins are to be had. */
  flags?: readonly string[];
  /** `koishi` by default. */
  stack?: StackId;
  /** How long anything may take. */
  patienceMs?: number;
}

const PATIENCE_MS = 60_000;

/** A bot in a web shell of its own, watched as the page watches it. */
export interface WatchedBot {
  /** The web shell's process. */
  readonly pid: number;
  readonly calls: WebClient['calls'];
  readonly bot: BotView;
  container(service: ServiceName): string;
  /** Resolves as soon as a view came in that fits. */
  until(what: string, fits: (bot: BotView) => boolean): Promise<BotView>;
  link(id: LinkId): LinkState | undefined;
  /** Does something to the messenger's simulator, or (without a body) reads its state. */
  simulator(path: string, body?: unknown): Promise<unknown>;
  /** Stops watching; the shell goes on. */
  stopWatching(): Promise<void>;
  /** Ends the shell and leaves its containers running; answers what another one needs to go on with the bot. */
  leave(): Promise<{ dir: string; vars: Record<string, string> }>;
  /** Ends the shell and removes the bot's containers. */
  close(): Promise<void>;
}

/** Takes a new bot through the wizard up to its QR code on screen. */
export async function startBotAtQr(stage: Stage, place?: BotPlace): Promise<WatchedBot> {
  const {
    endpoint,
    docker,
    modelBaseUrl,
    provider = 'custom',
    flags = [],
    stack = 'koishi',
    patienceMs = PATIENCE_MS,
  }: BotPlace = place ?? (await stage.engine());
  const dir = await mkdtemp(join(stage.dir, 'data-'));
  const vars = { DOCKER_HOST: endpoint, BOTPIER_KEY_FILE: join(dir, 'key') };
  const shell = await startWebShell(['--data-dir', dir, ...flags], vars);
  const client = await openWebClient(shell.url);
  const listeners = new Set<() => void>();
  let view: AppView | undefined;
  const watching = client.calls.watch.subscribe(undefined, {
    onData(next) {
      view = next;
      for (const listener of [...listeners]) listener();
    },
  });

  const watched: WatchedBot = {
    pid: shell.pid,
    calls: client.calls,
    get bot() {
      const [bot] = view?.bots ?? [];
      if (!bot) throw new Error('there is no bot yet');
      return bot;
    },
    container: (service) => containerName(watched.bot.id, service),
    link: (id) => linkOf(watched.bot, id),
    until(what, fits) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const [bot] = view?.bots ?? [];
          if (!bot || !fits(bot)) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(bot);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          const chain = view?.bots[0]?.chain.map(({ id, state }) => `${id} ${JSON.stringify(state)}`);
          reject(new Error(`not within ${patienceMs} ms: ${what}\n${chain?.join('\n')}`));
        }, patienceMs);
        listeners.add(look);
        look();
      });
    },
    async simulator(path, body) {
      const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
      address ??= (await docker('inspect', '-f', format, watched.container('napcat'))).trim();
      const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`http://${address}:${CONTROL_PORT}/${path}`, request);
      if (!answer.ok) throw new Error(`the simulator refused ${path}: ${await answer.text()}`);
      return await answer.json();
    },
    async stopWatching() {
      watching.unsubscribe();
      await client.close();
    },
    async leave() {
      await this.stopWatching();
      await shell.stop();
      return { dir, vars };
    },
    async close() {
      await this.leave();
      const ids = await docker('ps', '-aq', '--filter', `label=io.botpier.bot=${watched.bot.id}`);
      await docker('rm', '-f', ...ids.split('\n').filter(Boolean));
      await rm(dir, { recursive: true, force: true });
    },
  };
  let address: string | undefined;

  const { id: bot } = await watched.until('a first view', () => true);
  await client.calls.bots.chooseStack.mutate({ bot, stack });
  await client.calls.bots.consent.mutate({ bot, version: 1 });
  const check = await client.calls.model.connect.mutate({
    bot,
    provider,
    baseUrl: modelBaseUrl,
    key: 'sk-bench-0123456789abcdef',
  });
  if (check.kind !== 'ok') throw new Error(`the toy model refused: ${check.message}`);
  await watched.until('a QR code', (seen) => qrOf(seen) !== undefined);
  return watched;
}

/** The same, and on to the first reply. */
export async function startGreenBot(stage: Stage): Promise<WatchedBot> {
  const watched = await startBotAtQr(stage);
  await watched.simulator('scan', {});
  await watched.simulator('confirm', {});
  await watched.until('a green chain', (bot) => bot.tone === 'ok');
  return watched;
}

/** The text of the QR code on screen. */
export function qrOf(bot: BotView): string | undefined {
  const login = linkOf(bot, 'login');
  return login?.kind === 'needsYou' && login.ask.kind === 'scanQr' ? login.ask.url : undefined;
}

function linkOf(bot: BotView, id: LinkId): LinkState | undefined {
  return bot.chain.find((link) => link.id === id)?.state;
}
