import { z } from 'zod';
import { BotId } from '../../contract/ids';
import { ExportedFile, SnapshotId, SnapshotSettings, SnapshotSummary } from '../../contract/snapshot';
import { bot, call, calls } from '../procedures';

const snapshot = bot.extend({ snapshot: SnapshotId });
const mayStop = z.boolean().default(false);
const Passphrase = z.string().min(1).max(1_000);
const Path = z.string().min(1).max(4_096);

export const snapshotsRouter = calls({
  list: call
    .input(bot)
    .output(z.array(SnapshotSummary))
    .query(({ ctx, input }) => ctx.app.snapshots.list(input.bot)),
  take: call
    .input(bot.extend({ mayStop }))
    .output(SnapshotSummary)
    .mutation(({ ctx, input }) => ctx.app.snapshots.take(input.bot, { mayStop: input.mayStop })),
  restore: call
    .input(snapshot.extend({ mayStop }))
    .mutation(({ ctx, input }) =>
      ctx.app.snapshots.restore(input.bot, input.snapshot, { mayStop: input.mayStop }),
    ),
  undo: call.input(bot).mutation(({ ctx, input }) => ctx.app.snapshots.undo(input.bot)),
  remove: call
    .input(snapshot)
    .mutation(({ ctx, input }) => ctx.app.snapshots.remove(input.bot, input.snapshot)),
  verify: call
    .input(snapshot)
    .output(z.boolean())
    .mutation(({ ctx, input, signal }) => ctx.app.snapshots.verify(input.bot, input.snapshot, signal)),
  cancel: call.input(bot).mutation(({ ctx, input }) => ctx.app.snapshots.cancel(input.bot)),
  settings: call
    .input(
      bot.extend({
        daily: SnapshotSettings.shape.daily.unwrap().optional(),
        keep: SnapshotSettings.shape.keep.unwrap().optional(),
      }),
    )
    .mutation(({ ctx, input: { bot: of, daily, keep } }) =>
      ctx.app.snapshots.settings(of, {
        ...(daily === undefined ? {} : { daily }),
        ...(keep === undefined ? {} : { keep }),
      }),
    ),
  exportFile: call
    .input(
      snapshot.extend({
        passphrase: Passphrase.min(8),
        path: Path.regex(/^(\/|[A-Za-z]:[\\/]).+\.botpier$/).optional(),
      }),
    )
    .output(ExportedFile)
    .mutation(({ ctx, input }) => ctx.app.snapshots.exportFile(input.bot, input)),
  importFile: call
    .input(z.object({ path: Path, passphrase: Passphrase }))
    .output(z.object({ bot: BotId, snapshot: SnapshotId }))
    .mutation(({ ctx, input, signal }) => ctx.app.snapshots.importFile({ ...input, signal })),
});
