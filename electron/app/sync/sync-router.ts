import { z } from 'zod';
import { BotId } from '../../contract/ids';
import {
  RepositoryReport,
  RepositoryToken,
  SavedGeneration,
  SyncPatch,
  SyncRestore,
  SyncSetUp,
  SyncSource,
  TokenReport,
} from '../../contract/sync';
import { bot, call, calls } from '../procedures';

const token = RepositoryToken;
const recoveryKey = z.string().min(1).max(1_000);
/** Answered only where the user has asked for a new one there and then. */
const NewKey = z.object({ recoveryKey: z.string() });

/** `sync.…`: saving bots to repositories, and what lies in those. */
export const syncRouter = calls({
  checkToken: call
    .input(z.object({ token }))
    .output(z.object({ report: TokenReport, repositories: z.array(z.string()) }))
    .mutation(({ ctx, input, signal }) => ctx.app.sync.checkToken(input.token, signal)),
  checkRepository: call
    .input(SyncSource)
    .output(RepositoryReport)
    .mutation(({ ctx, input, signal }) => ctx.app.sync.checkRepository(input, signal)),
  setUp: call
    .input(bot.extend({ setUp: SyncSetUp }))
    .output(NewKey)
    .mutation(({ ctx, input, signal }) => ctx.app.sync.setUp(input.bot, input.setUp, signal)),
  renewKey: call
    .input(bot)
    .output(NewKey)
    .mutation(({ ctx, input }) => ctx.app.sync.renewKey(input.bot)),
  confirmKey: call
    .input(bot.extend({ recoveryKey }))
    .mutation(({ ctx, input }) => ctx.app.sync.confirmKey(input.bot, input.recoveryKey)),
  setToken: call
    .input(bot.extend({ token }))
    .output(TokenReport)
    .mutation(({ ctx, input, signal }) => ctx.app.sync.setToken(input.bot, input.token, signal)),
  setKey: call
    .input(bot.extend({ recoveryKey }))
    .mutation(({ ctx, input, signal }) => ctx.app.sync.setKey(input.bot, input.recoveryKey, signal)),
  patch: call
    .input(bot.extend({ patch: SyncPatch }))
    .mutation(({ ctx, input }) => ctx.app.sync.patch(input.bot, input.patch)),
  now: call.input(bot).mutation(({ ctx, input }) => ctx.app.sync.now(input.bot)),
  cancel: call.input(bot).mutation(({ ctx, input }) => ctx.app.sync.cancel(input.bot)),
  takeOver: call.input(bot).mutation(({ ctx, input }) => ctx.app.sync.takeOver(input.bot)),
  turnOff: call.input(bot).mutation(({ ctx, input }) => ctx.app.sync.turnOff(input.bot)),
  generations: call
    .input(SyncSource)
    .output(z.array(SavedGeneration))
    .mutation(({ ctx, input, signal }) => ctx.app.sync.generations(input, signal)),
  restore: call
    .input(SyncRestore)
    .output(BotId)
    .mutation(({ ctx, input }) => ctx.app.sync.restore(input)),
  restoreFile: call
    .input(z.object({ path: z.string().min(1).max(4_096), passphrase: z.string().min(1).max(1_000) }))
    .output(BotId)
    .mutation(({ ctx, input }) => ctx.app.sync.restoreFile(input)),
  cancelRestore: call.mutation(({ ctx }) => ctx.app.sync.cancelRestore()),
});
