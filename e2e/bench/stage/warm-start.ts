import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { volumeName } from '../../../electron/plan/names';
import { until } from '../../lab/engine/command';
import type { LabBrain } from '../../lab/images/publish-images';
import type { Phone } from '../../lab/phone';
import { type Lab, startLab } from '../../lab/start-lab';
import { interleave } from '../interleave';
import type { Samples } from '../row';
import { runArgumentsLike } from './bare-containers';
import type { Stage } from './stage';
import { qrOf, startBotAtQr, type WatchedBot } from './watched-bot';

const NETWORK = 'bare';
/** The first time, plugins are installed. */
const PATIENCE_MS = 10 * 60_000;
const ASK_EVERY_MS = 250;

/** A brain that is the real one in the lab. */
export interface WarmBrain {
  id: LabBrain;
  /** Path on its first published port that answers once it listens. */
  answersAt: string;
}

/**
 * `confirm`: the tap on the phone, when the containers run, the code is shown and the brain listens ·
 * `start`: the order to start the containers; the phone scans and confirms as soon as it can.
 */
export type Beginning = 'confirm' | 'start';

/** From there until a message to the bot is answered; nobody is signed in before. */
export async function measureWarmStart(
  stage: Stage,
  brain: WarmBrain,
  beginning: Beginning,
): Promise<Samples> {
  const lab = await startLab({ engine: '26', pace: 'fast', brains: [brain.id] });
  try {
    const bot = await startBotAtQr(stage, {
      endpoint: lab.endpoint,
      docker: lab.docker,
      modelBaseUrl: lab.modelBaseUrl,
      provider: 'deepseek',
      flags: ['--mirror', lab.mirror, '--registry', lab.npmRegistry],
      patienceMs: PATIENCE_MS,
      stack: brain.id,
    });
    try {
      await bot.until('a brain', () => bot.link('brain')?.kind === 'ok');
      await signIn(lab.phone());
      await bot.until('a green chain', ({ tone }) => tone === 'ok');
      return await compare(lab, bot, brain, beginning);
    } finally {
      await bot.close();
    }
  } finally {
    await lab.stop();
  }
}

async function compare(lab: Lab, bot: WatchedBot, brain: WarmBrain, beginning: Beginning): Promise<Samples> {
  const services = ['napcat', brain.id] as const;
  const { docker } = lab;
  await docker('network', 'create', NETWORK);
  const { id } = bot.bot;
  const bare = await Promise.all(
    services.map((service) => runArgumentsLike(docker, bot.container(service), service, NETWORK)),
  );

  async function stopOurs(): Promise<void> {
    await bot.calls.bots.stop.mutate({ bot: id });
    const isDown = (state: string) => state === 'exited' || state === 'absent';
    await bot.until('its end', ({ services }) => services.every(({ state }) => isDown(state)));
    const tickets = volumeName(id, 'napcat', 'qq');
    await docker(
      'run',
      '--rm',
      '-v',
      `${tickets}:/v`,
      '--entrypoint',
      'sh',
      imageIn(bare[0]),
      '-c',
      'rm -rf /v/*',
    );
  }

  async function ours(): Promise<number> {
    await stopOurs();
    const startedAt = performance.now();
    await bot.calls.bots.start.mutate({ bot: id });
    if (beginning === 'start') return signIn(lab.phone(), startedAt);
    await bot.until('a QR code and a brain', (view) => {
      return qrOf(view) !== undefined && bot.link('brain')?.kind === 'ok';
    });
    return signIn(lab.phone());
  }

  async function peer(): Promise<number> {
    await stopOurs();
    try {
      const startedAt = performance.now();
      await Promise.all(bare.map((args) => docker(...args)));
      const phone = lab.phone();
      if (beginning === 'start') return await signIn(phone, startedAt);
      await until('a QR code', PATIENCE_MS, async () =>
        (await phone.state()).phone === 'canScan' ? true : undefined,
      );
      const [published = ''] = (await docker('port', `bare-${brain.id}`)).split('-> ')[1]?.split('\n') ?? [];
      const url = `http://${published}${brain.answersAt}`;
      await until('the brain', PATIENCE_MS, () => fetch(url).then(() => true));
      return await signIn(phone);
    } finally {
      await docker('rm', '--force', ...services.map((service) => `bare-${service}`));
    }
  }

  return interleave(ours, peer);
}

/** Scans, confirms and talks to the bot until it answers; ms from `since`, or from the confirmation. */
async function signIn(phone: Phone, since?: number): Promise<number> {
  await phone.scan();
  const beganAt = since ?? performance.now();
  await phone.confirm();
  const done = new AbortController();
  const asking = askAgainAndAgain(phone, done.signal);
  try {
    await until('an answer', PATIENCE_MS, async () =>
      (await phone.chat()).some(({ self }) => self) ? true : undefined,
    );
    return performance.now() - beganAt;
  } finally {
    done.abort();
    await asking;
  }
}

/** What is said before everybody is connected is heard by nobody. */
async function askAgainAndAgain(phone: Phone, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await phone.say({ room: 'private', text: '在吗' });
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The image among the arguments of `docker run`. */
function imageIn(args: readonly string[] | undefined): string {
  return args?.find((argument) => argument.includes('napcat-docker:')) ?? '';
}
