import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { expectDone, openSavedBot, type SavedBot } from '../stage/saved-bot';
import type { Stage } from '../stage/stage';
import { timed } from '../stage/timed';

const LARGE_BYTES = 80_000_000;

/** A bot saved for the first time: 3,000 small files, a database of 40 MB and one file of 80 MB. */
export const syncFirstPush: Row = {
  name: 'sync-first-push',
  unit: 'ms',
  peer: 'git add, commit and push of the same',
  mark: { kind: 'ratio', atMost: 1.5 },
  measure: (stage) =>
    withBot(stage, LARGE_BYTES, async (bot) => {
      const manifest = await bot.snapshot();
      const ours = async () => {
        const { sync, input } = await bot.computer();
        const target = await bot.repository();
        return timed(async () => expectDone(await sync.push(input(manifest, target))));
      };
      const peer = async () => {
        const { repository } = await bot.repository();
        const copy = await mkdtemp(join(stage.dir, 'copy-'));
        await cp(bot.data, copy, { recursive: true });
        return timed(() => pushAll(bot, copy, repository, true));
      };
      return await interleave(ours, peer, { warmUps: 0 });
    }),
};

/** Ten files and twenty rows of the database changed. */
export const syncSmallChange: Row = {
  name: 'sync-small-change',
  unit: 'ms',
  peer: 'git add, commit and push of the same',
  mark: { kind: 'value', atMost: 2_000 },
  measure: (stage) => withChanges(stage, (took) => took.ms),
};

export const syncSmallChangeBytes: Row = {
  name: 'sync-small-change-bytes',
  unit: 'kB',
  peer: 'the same by git alone, on the line with all heads',
  mark: { kind: 'value', atMost: 100 },
  measure: (stage) => withChanges(stage, (took) => took.bytes / 1_000),
};

/** Nothing changed: no request that counts. */
export const syncNothing: Row = {
  name: 'sync-nothing',
  unit: 'ms',
  peer: 'git status in a work tree of the same',
  mark: { kind: 'value', atMost: 500 },
  measure: (stage) =>
    withBot(stage, 0, async (bot) => {
      const manifest = await bot.snapshot();
      const target = await bot.repository();
      const { sync, input } = await bot.computer();
      expectDone(await sync.push(input(manifest, target)));
      await bot.git('-C', bot.data, 'init', '--quiet');
      await bot.git('-C', bot.data, 'add', '--all');
      const ours = async () => {
        bot.host.counters.reset();
        const tookMs = await timed(() => sync.push(input(manifest, target)));
        if (bot.host.counters.requests.length > 0) throw new Error('a request was made');
        return tookMs;
      };
      return await interleave(ours, () => timed(() => bot.git('-C', bot.data, 'status', '--porcelain')));
    }),
};

async function withChanges(stage: Stage, figure: (took: { ms: number; bytes: number }) => number) {
  return await withBot(stage, 0, async (bot) => {
    const [target, { repository }] = [await bot.repository(), await bot.repository()];
    const { sync, input } = await bot.computer();
    expectDone(await sync.push(input(await bot.snapshot(), target)));
    const copy = await mkdtemp(join(stage.dir, 'copy-'));
    const copyData = () => cp(bot.data, copy, { recursive: true });
    await copyData();
    await pushAll(bot, copy, repository, true);
    const measured = async (act: () => Promise<unknown>) => {
      await bot.host.idle();
      bot.host.counters.reset();
      const ms = await timed(act);
      await bot.host.idle();
      return figure({ ms, bytes: bot.host.counters.bytes() });
    };
    const ours = async () => {
      await bot.change();
      const manifest = await bot.snapshot();
      return measured(async () => expectDone(await sync.push(input(manifest, target))));
    };
    const peer = async () => {
      await copyData();
      return measured(() => pushAll(bot, copy, repository, false));
    };
    return await interleave(ours, peer);
  });
}

async function pushAll(bot: SavedBot, copy: string, repository: string, isFirst: boolean): Promise<void> {
  if (isFirst) await bot.git('-C', copy, 'init', '--quiet', '--initial-branch=main');
  await bot.git('-C', copy, 'add', '--all');
  await bot.git('-C', copy, 'commit', '--quiet', '--message=saved');
  await bot.git('-C', copy, 'push', '--quiet', `${bot.host.urls.git}/${repository}.git`, 'HEAD:main');
}

async function withBot<T>(stage: Stage, largeBytes: number, use: (bot: SavedBot) => Promise<T>): Promise<T> {
  const bot = await openSavedBot(stage.dir, { largeBytes });
  try {
    return await use(bot);
  } finally {
    await bot.close();
  }
}
