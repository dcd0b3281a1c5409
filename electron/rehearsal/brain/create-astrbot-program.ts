import { sleep } from '../../lib/clock';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer, createLifetime, type Lifetime } from '../lifetime';
import { askModel, type Turn } from './ask-model';
import { readAstrBotSettings } from './astrbot-files';
import { createPluginServer } from './plugin-server';
import { openReverseLine } from './reverse-line';
import { wakeText } from './wake';

export interface AstrBotControls {
  /** Ends every running one as an uncaught error would. */
  crash(): void;
}

const VERSION = '4.27.4';
const TURNS_KEPT = 12;

/**
 * A double of AstrBot with BotPier's plugin in it: reads what BotPier writes for the real one, waits for the
 * messenger, and speaks the model's API for real.
 * @param startMs from start until it listens; the real one takes 10 s and more
 */
export function createAstrBotProgram(startMs = 1_500): { program: Program; controls: AstrBotControls } {
  const running = new Set<(exitCode: number) => void>();
  const program: Program = async (host) => {
    const life = createLifetime(host.clock, host.signal);
    const ended = Promise.withResolvers<number>();
    running.add(ended.resolve);
    life.signal.addEventListener('abort', () => ended.resolve(0), { once: true });
    try {
      await sleep(host.clock, startMs, life.signal).catch(() => undefined);
      if (!life.signal.aborted) await serve(host, life);
      return await ended.promise;
    } catch (error) {
      // The real one ends with 0 all the same.
      host.log(`😭 Failed to initialize AstrBot: ${error instanceof Error ? error.message : error} !!!`);
      return 0;
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
    },
  };
}

async function serve(host: ProgramHost, life: Lifetime): Promise<void> {
  const { chat, bridge, jwtSecret, panelPort } = await readAstrBotSettings(host.files);
  const ask = chat && ((turns: readonly Turn[], signal: AbortSignal) => askModel(host, chat, turns, signal));
  const rooms = new Map<string, readonly Turn[]>();
  const line = await openReverseLine(host, life, bridge, (account, message) => {
    const text = chat && wakeText(message, chat, Math.random());
    if (!ask || text === undefined) return;
    const { room, peer } = message;
    const turns: Turn[] = [...(rooms.get(`${room}:${peer}`) ?? []), { role: 'user', content: text }];
    ask(turns, life.signal).then(
      (answer) => {
        rooms.set(
          `${room}:${peer}`,
          [...turns, { role: 'assistant' as const, content: answer }].slice(-TURNS_KEPT),
        );
        line.send(account, room, peer, answer);
      },
      (error: Error) => {
        if (life.signal.aborted) return;
        line.send(
          account,
          room,
          peer,
          `LLM 响应错误: All chat models failed: ${error.name}: ${error.message}`,
        );
      },
    );
  });
  const server = createPluginServer({
    life,
    jwtSecret,
    version: VERSION,
    models: chat ? [chat.model] : [],
    line,
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
  await host.listen(server, panelPort);
  life.onEnd(() => closeServer(server));
  host.log(`AstrBot v${VERSION} WebUI is ready`);
  host.log('AstrBot started.');
}
