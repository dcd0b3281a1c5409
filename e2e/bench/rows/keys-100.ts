import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BotView } from '../../../electron/contract/view';
import { systemClock } from '../../../electron/lib/clock';
import { createModelServer } from '../../../electron/rehearsal/model/create-model-server';
import { startWebShell } from '../../web/web-shell';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { openWebClient, type WebClient } from '../stage/web-client';

const MODEL = 'gemini-flash-latest';
/** As long as a small model takes for a greeting: the fastest and the slowest of the hundred. */
const FASTEST_MS = 300;
const SLOWEST_MS = 1_200;

/** From pasting a hundred keys into the wizard until each has its state, against the slowest of them tried alone. */
export const keys100: Row = {
  name: 'keys-100',
  unit: 'ms',
  peer: 'the slowest of the hundred, by two bare fetches',
  mark: { kind: 'ratio', atMost: 2 },
  async measure(stage) {
    const keys = Array.from({ length: 100 }, (_, index) => `AIzaSyBench${index}x`.padEnd(39, '0'));
    const provider = await startProvider(
      (key) => FASTEST_MS + ((SLOWEST_MS - FASTEST_MS) * keys.indexOf(key)) / 99,
    );
    const shell = await startWebShell(['--rehearse', '--data-dir', join(stage.dir, 'keys')], {
      BOTPIER_KEY_FILE: join(stage.dir, 'keys-key'),
    });
    const client = await openWebClient(shell.url);
    const { baseUrl } = provider;
    try {
      const { bots } = await client.calls.view.query();
      const bot = bots[0]?.id;
      if (!bot) throw new Error('there is no bot');
      await client.calls.keyPool.settings.mutate({ bot, patch: { baseUrl } });
      const ours = async () => {
        const startedAt = performance.now();
        const through = untilBot(client, ({ keyPool }) => keyPool?.keys.length === 100 && isThrough(keyPool));
        await client.calls.keyPool.add.mutate({ bot, text: keys.join('\n') });
        const { keyPool } = await through;
        const tookMs = performance.now() - startedAt;
        await client.calls.keyPool.remove.mutate({ bot, ids: keyPool?.keys.map(({ id }) => id) ?? [] });
        return tookMs;
      };
      return await interleave(ours, () => timeToTry(baseUrl, keys.at(-1) ?? ''));
    } finally {
      await client.close();
      await shell.stop();
      await provider.close();
    }
  },
};

function isThrough(pool: NonNullable<BotView['keyPool']>): boolean {
  return pool.keys.every(({ state }) => state === 'valid');
}

/** Lists the models and asks one, as whoever tries a key by hand does. */
async function timeToTry(baseUrl: string, key: string): Promise<number> {
  const headers = { 'x-goog-api-key': key, 'content-type': 'application/json' };
  const startedAt = performance.now();
  await (await fetch(`${baseUrl}/models`, { headers })).arrayBuffer();
  const answer = await fetch(`${baseUrl}/models/${MODEL}:generateContent`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ contents: [{ parts: [{ text: '你好' }] }] }),
  });
  if (answer.status !== 200) throw new Error(`the provider answered ${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - startedAt;
}

/** Resolves with the first view of the bot that fits. */
function untilBot(client: WebClient, fits: (bot: BotView) => boolean): Promise<BotView> {
  return new Promise((resolve, reject) => {
    const watching = client.calls.watch.subscribe(undefined, {
      onData({ bots: [bot] }) {
        if (!bot || !fits(bot)) return;
        watching.unsubscribe();
        resolve(bot);
      },
      onError: reject,
    });
  });
}

async function startProvider(
  answerMs: (key: string) => number,
): Promise<{ baseUrl: string; close(): Promise<void> }> {
  const { server } = createModelServer({ clock: systemClock, models: [MODEL], answerMs });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1beta`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
