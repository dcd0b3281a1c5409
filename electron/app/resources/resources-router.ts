import { z } from 'zod';
import { ServiceName } from '../../contract/ids';
import {
  CleanUpItem,
  CleanUpOutcome,
  DiskUse,
  type LiveReading,
  MemoryLimit,
  ResourceHistory,
  WslMemory,
} from '../../contract/resources';
import { bot, call, calls } from '../procedures';

const ids = z.array(CleanUpItem.shape.id).max(5_000);

/** What services take of the computer, and what can be had back of it. */
export const resourcesRouter = calls({
  live: call
    .input(bot)
    .output(z.custom<AsyncIterable<LiveReading>>())
    .subscription(({ ctx, input, signal }) =>
      ctx.app.resources.live(input.bot, signal ?? new AbortController().signal),
    ),
  history: call
    .input(bot)
    .output(ResourceHistory)
    .query(({ ctx, input }) => ctx.app.resources.history(input.bot)),
  disk: call.output(DiskUse).query(({ ctx }) => ctx.app.resources.disk()),
  listCleanUp: call.output(z.array(CleanUpItem)).query(({ ctx }) => ctx.app.resources.listCleanUp()),
  cleanUp: call
    .input(z.object({ items: ids, data: ids }))
    .output(CleanUpOutcome)
    .mutation(({ ctx, input }) => ctx.app.resources.cleanUp(input)),
  limits: call
    .input(bot)
    .output(z.array(MemoryLimit))
    .query(({ ctx, input }) => ctx.app.resources.limits(input.bot)),
  limitMemory: call
    .input(bot.extend({ service: ServiceName, bytes: z.number().int().positive().optional() }))
    .mutation(({ ctx, input }) => ctx.app.resources.limitMemory(input.bot, input.service, input.bytes)),
  wsl: call.output(WslMemory.nullable()).query(({ ctx }) => ctx.app.resources.wsl()),
  capWsl: call
    .input(z.object({ bytes: z.number().int().positive() }))
    .mutation(({ ctx, input }) => ctx.app.resources.capWsl(input.bytes)),
  uncapWsl: call.mutation(({ ctx }) => ctx.app.resources.uncapWsl()),
});
