import { talkOn } from '../../brain-swap/talk';
import type { Phone } from '../../lab/phone';
import { type Lab, startLab } from '../../lab/start-lab';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { startBotAtQr, type WatchedBot } from '../stage/watched-bot';

/** The first time, plugins are installed. */
const PATIENCE_MS = 10 * 60_000;

/**
 * The longest time in which nobody is answered while one brain takes the other's place, both warm, with people who
 * talk to the bot all the time; through the real Koishi and the real AstrBot.
 */
export const brainChange: Row = {
  name: 'brain-change',
  unit: 'ms',
  peer: 'docker restart of the brain that answers',
  mark: { kind: 'value', atMost: 10_000 },
  place: 'lab',
  async measure(stage) {
    const lab = await startLab({ engine: '26', pace: 'fast', brains: ['koishi', 'astrbot'] });
    try {
      const bot = await startBotAtQr(stage, {
        endpoint: lab.endpoint,
        docker: lab.docker,
        modelBaseUrl: lab.modelBaseUrl,
        provider: 'deepseek',
        flags: ['--mirror', lab.mirror, '--registry', lab.npmRegistry],
        patienceMs: PATIENCE_MS,
      });
      try {
        await lab.phone().scan();
        await lab.phone().confirm();
        await bot.until('a first reply', ({ settingUp }) => !settingUp);
        return await compare(lab, bot);
      } finally {
        await bot.close();
      }
    } finally {
      await lab.stop();
    }
  },
};

function compare(lab: Lab, bot: WatchedBot) {
  async function ours(): Promise<number> {
    const to = bot.bot.stack === 'koishi' ? 'astrbot' : 'koishi';
    return silenceDuring(lab.phone(), async () => {
      const before = bot.bot.lastChange?.at;
      await bot.calls.bots.changeBrain.mutate({ bot: bot.bot.id, stack: to });
      const end = await bot.until(
        'the end of the change',
        ({ change, lastChange }) => !change && lastChange?.at !== before,
      );
      if (end.lastChange?.result !== 'done') throw new Error(JSON.stringify(end.lastChange));
    });
  }

  async function peer(): Promise<number> {
    await bot.until('a green chain', ({ tone }) => tone === 'ok');
    const { stack = 'koishi' } = bot.bot;
    return silenceDuring(lab.phone(), async () => {
      await lab.docker('restart', bot.container(stack));
    });
  }

  return interleave(ours, peer);
}

/** The longest time without an answer while people talk and something is done. */
async function silenceDuring(phone: Phone, work: () => Promise<void>): Promise<number> {
  const talk = await talkOn(phone);
  await work();
  return (await talk.end()).longestSilenceMs;
}
