import { type Clock, sleep } from '../../lib/clock';
import type { Turn } from './ask-model';
import type { KoishiLog } from './koishi-log';

export interface ConversationParts {
  clock: Clock;
  signal: AbortSignal;
  log: KoishiLog;
  ask(turns: readonly Turn[], signal: AbortSignal): Promise<string>;
}

const TURNS_KEPT = 12;
const TRIES = 3;
const TRY_AGAIN_MS = 2_000;
const THINKING_MS = 15_000;
const FAILED_TEXT = '使用 ChatLuna 时出现错误，错误码为 1。请联系开发者以解决此问题。';
const THINKING_TEXT = '我还在思考中，请稍等一下哦~';

/** One room's talk with the model: a short memory, a few tries, and words for when it takes long or fails. */
export function createConversation({ clock, signal, log, ask }: ConversationParts) {
  let turns: Turn[] = [];

  async function tryHard(asked: readonly Turn[]): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(asked, signal);
      } catch (error) {
        if (signal.aborted || attempt === TRIES) throw error;
        await sleep(clock, TRY_AGAIN_MS, signal);
      }
    }
  }

  /** Answers through `say`, which may be called more than once. */
  return async (text: string, say: (answer: string) => void): Promise<void> => {
    const asked: Turn[] = [...turns, { role: 'user', content: text }];
    const cancelThinking = clock.after(THINKING_MS, () => say(THINKING_TEXT));
    try {
      const answer = await tryHard(asked);
      turns = [...asked, { role: 'assistant' as const, content: answer }].slice(-TURNS_KEPT);
      if (answer !== '') say(answer);
    } catch (error) {
      if (signal.aborted) return;
      log('E', 'chatluna', `Error: ${error instanceof Error ? error.message : error}`);
      say(FAILED_TEXT);
    } finally {
      cancelThinking();
    }
  };
}
