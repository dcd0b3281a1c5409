import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { together } from '../interleave';
import type { Row } from '../row';
import type { StackEngine } from '../stage/stack-engine';
import { qrOf, startBotAtQr, type WatchedBot } from '../stage/watched-bot';

const POLL_MS = 500;
/** How exactly the moment is known at which the simulator has a new code. */
const LOOK_MS = 2;
const State = z.object({ qrUrl: z.string() });
const Answer = z.object({ data: z.record(z.string(), z.unknown()) });

/** From the moment the messenger has a new QR code until the page is sent it. */
export const qrReplaced: Row = {
  name: 'qr-replaced',
  unit: 'ms',
  peer: `bare loop that asks the messenger every ${POLL_MS} ms`,
  mark: { kind: 'value', atMost: 1_000 },
  async measure(stage) {
    const bot = await startBotAtQr(stage);
    const loop = await pollLogin(bot, await stage.engine());
    try {
      return await together(async () => {
        const old = qrOf(bot.bot);
        const isNew = (url: string | undefined) => url !== undefined && url !== '' && url !== old;
        const seen = bot.until('the new code', (view) => isNew(qrOf(view))).then(() => performance.now());
        const polled = loop.until(isNew);
        await bot.simulator('expireQr', {});
        while (!isNew(State.parse(await bot.simulator('state')).qrUrl)) await delay(LOOK_MS);
        const replacedAt = performance.now();
        return { ours: (await seen) - replacedAt, peer: (await polled) - replacedAt };
      });
    } finally {
      loop.stop();
      await bot.close();
    }
  },
};

/** Asks as a script would that somebody wrote in an hour. */
async function pollLogin(bot: WatchedBot, engine: StackEngine) {
  const name = bot.container('napcat');
  const panel = `http://${(await engine.docker('port', name, '6099/tcp')).trim()}/api`;
  const environment = await engine.docker('inspect', '-f', '{{json .Config.Env}}', name);
  const token = /NAPCAT_WEBUI_SECRET_KEY=(\w+)/.exec(environment)?.[1] ?? '';
  const hash = createHash('sha256').update(`${token}.napcat`).digest('hex');
  const post = async (path: string, body: object, credential = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${credential}` };
    const answer = await fetch(panel + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return Answer.parse(await answer.json()).data;
  };
  const { Credential } = await post('/auth/login', { hash });
  const stopping = new AbortController();
  return {
    /** The moment at which the loop first saw a code that fits. */
    async until(fits: (url: string) => boolean): Promise<number> {
      for (;;) {
        const { qrcodeurl } = await post('/QQLogin/CheckLoginStatus', {}, String(Credential));
        if (fits(String(qrcodeurl))) return performance.now();
        await delay(POLL_MS, undefined, { signal: stopping.signal });
      }
    },
    stop: () => stopping.abort(),
  };
}
