import { z } from 'zod';
import { sleep } from '../../lib/clock';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer, createLifetime, type Lifetime } from '../lifetime';
import { askModel, type Turn } from './ask-model';
import { createCompanionServer } from './companion-server';
import { createConversation } from './conversation';
import { type BrainSettings, readBrainSettings } from './koishi-files';
import { createKoishiLog, type KoishiLog } from './koishi-log';
import { openOneBotLine } from './onebot-line';
import { preparePlugins } from './prepare-plugins';
import { wakeText } from './wake';

export interface BrainOptions {
  /** From start until it listens, in ms. Default 900. */
  startMs?: number;
  /** How long the installation of the plugins takes, in ms. Default 1000. */
  prepareMs?: number;
  /** The die for answering what was not meant for it, in [0, 1). */
  chance?: () => number;
}

export interface BrainControls {
  /** Ends every running brain as an uncaught error would. */
  crash(): void;
  /** Offers its model only so many ms after it listens, from the next start on: the adapter asks the provider first. */
  offerModelAfter(ms: number): void;
}

/**
 * A double of Koishi with ChatLuna: reads what BotPier writes for the real one, speaks OneBot and the model's
 * API for real, and serves the companion. Called with the installer, it prepares and ends.
 */
export function createBrainProgram(options: BrainOptions = {}): {
  program: Program;
  controls: BrainControls;
} {
  const { startMs = 900, prepareMs = 1_000, chance = Math.random } = options;
  const running = new Set<(exitCode: number) => void>();
  let offerAfterMs = 0;
  const program: Program = async (host) => {
    if (host.args.some((argument) => /\/install\.[cm]?js$/.test(argument))) {
      return preparePlugins(host, prepareMs);
    }
    const log = createKoishiLog(host);
    const life = createLifetime(host.clock, host.signal);
    const ended = Promise.withResolvers<number>();
    running.add(ended.resolve);
    life.signal.addEventListener('abort', () => ended.resolve(0), { once: true });
    try {
      const version = await findVersion(host);
      log('I', 'app', `Koishi/${version}`);
      await sleep(host.clock, startMs, life.signal).catch(() => undefined);
      if (!life.signal.aborted) await serve(host, life, log, version, chance, offerAfterMs);
      const exitCode = await ended.promise;
      if (host.signal.aborted) log('I', 'app', 'terminated by SIGTERM');
      return exitCode;
    } catch (error) {
      log('E', 'app', String(error));
      return 1;
    } finally {
      running.delete(ended.resolve);
      await life.end();
    }
  };
  return {
    program,
    controls: {
      crash() {
        for (const end of running) end(1);
      },
      offerModelAfter(ms) {
        offerAfterMs = ms;
      },
    },
  };
}

async function serve(
  host: ProgramHost,
  life: Lifetime,
  log: KoishiLog,
  version: string,
  chance: () => number,
  offerAfterMs: number,
): Promise<void> {
  const offeredAt = host.clock.now() + offerAfterMs;
  const settings = await readBrainSettings(host.files, host.clock.now());
  const { chat } = settings;
  const ask = chat && ((turns: readonly Turn[], signal: AbortSignal) => askModel(host, chat, turns, signal));
  const line = openOneBotLine(host, life, log, settings.bridge, (message) => answer(message));
  const answer = createAnswering(host, life, log, settings, ask, chance, line.send);
  const server = createCompanionServer({
    life,
    token: settings.companionToken,
    version,
    models: () => (chat && host.clock.now() >= offeredAt ? [`${chat.adapter.platform}/${chat.model}`] : []),
    line: line.state,
    reconnect: line.reconnect,
    ask:
      chat &&
      ((text, signal, system) =>
        askModel(
          host,
          { ...chat, systemPrompt: system ?? chat.systemPrompt },
          [{ role: 'user', content: text }],
          signal,
        )),
  });
  await host.listen(server, settings.port);
  life.onEnd(() => closeServer(server));
  log('I', 'server', `server listening at http://0.0.0.0:${settings.port}`);
  if (chat) log('S', 'chatluna', `Plugin ${chat.adapter.platform} installed`);
}

type Answer = Parameters<typeof openOneBotLine>[4];

/** Decides on each message, and lets each room have a conversation of its own. */
function createAnswering(
  host: ProgramHost,
  life: Lifetime,
  log: KoishiLog,
  { chat }: BrainSettings,
  ask: ((turns: readonly Turn[], signal: AbortSignal) => Promise<string>) | undefined,
  chance: () => number,
  send: (room: 'group' | 'private', peer: number, text: string) => void,
): Answer {
  const rooms = new Map<string, ReturnType<typeof createConversation>>();
  return (message) => {
    const text = chat && wakeText(message, chat, chance());
    if (!ask || text === undefined) return;
    const { room, peer } = message;
    const name = `${room}:${peer}`;
    const talk = rooms.get(name) ?? createConversation({ clock: host.clock, signal: life.signal, log, ask });
    rooms.set(name, talk);
    void talk(text, (reply) => send(room, peer, reply));
  };
}

/** Koishi's version, as installed. @throws when nothing is */
async function findVersion(host: ProgramHost): Promise<string> {
  const text = await host.files.read('/koishi/node_modules/koishi/package.json');
  if (text === undefined) throw new Error("Cannot find module '/koishi/node_modules/koishi/lib/worker'");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
