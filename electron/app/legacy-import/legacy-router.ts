import { BotId } from '../../contract/ids';
import { LegacyReport, LegacySource, LegacyWish } from '../../contract/legacy';
import { call, calls } from '../procedures';

/** `legacy.…`: bots out of repositories that the older backup tool wrote. */
export const legacyRouter = calls({
  look: call
    .input(LegacySource)
    .output(LegacyReport)
    .mutation(({ ctx, input, signal }) => ctx.app.legacy.look(input, signal)),
  bringAlong: call
    .input(LegacyWish)
    .output(BotId)
    .mutation(({ ctx, input }) => ctx.app.legacy.bringAlong(input)),
  leave: call.mutation(({ ctx }) => ctx.app.legacy.leave()),
});
