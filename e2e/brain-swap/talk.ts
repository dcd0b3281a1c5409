import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../lab/engine/command';
import type { Phone } from '../lab/phone';

/** Somebody new each time: a brain lets nobody ask without end. */
const FIRST_PERSON = 30_001;
/** What a brain has time for that answers one after the other. */
const EVERY_MS = 400;
const PATIENCE_MS = 60_000;

export interface Talk {
  /** The longest time without an answer, in ms. */
  longestSilenceMs: number;
  /** How many answers each who spoke has got, in the order they spoke. */
  answers: number[];
}

/**
 * People who talk to the bot without a break, once the first of them is answered; `end` waits for the answer to
 * somebody who spoke after it was called.
 */
export async function talkOn(phone: Phone): Promise<{ end(): Promise<Talk> }> {
  const done = new AbortController();
  let next = FIRST_PERSON + Math.floor(Date.now() % 1_000_000) * 100;
  const first = next;
  const talking = (async () => {
    while (!done.signal.aborted) {
      // Whoever waits for an answer says best that there is nobody to talk to.
      await phone.say({ room: 'private', from: next, text: '在吗' }).catch(() => undefined);
      next += 1;
      await delay(EVERY_MS, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  const answersSoFar = async () =>
    (await phone.chat()).filter(({ self, peer }) => self && peer >= first && peer < next);
  const hush = async () => {
    done.abort();
    await talking;
  };
  const untilAnswered = (who: string, isHe: (peer: number) => boolean) =>
    until(`an answer to ${who}`, PATIENCE_MS, async () =>
      (await answersSoFar()).some(({ peer }) => isHe(peer)) ? true : undefined,
    );

  await untilAnswered('anybody', () => true).catch(async (error: unknown) => {
    await hush();
    throw error;
  });
  return {
    async end() {
      const later = next;
      await untilAnswered('somebody who came later', (peer) => peer > later).finally(hush);
      const last = next - 1;
      await untilAnswered('the last one', (peer) => peer === last);
      const given = await answersSoFar();
      const gaps = given.map(({ at }, index) => at - (given[index - 1]?.at ?? at));
      return {
        longestSilenceMs: Math.max(...gaps),
        answers: Array.from(
          { length: next - first },
          (_, index) => given.filter(({ peer }) => peer === first + index).length,
        ),
      };
    },
  };
}
