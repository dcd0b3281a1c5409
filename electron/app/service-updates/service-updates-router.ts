import { z } from 'zod';
import { ServiceName } from '../../contract/ids';
import { UpdatePolicy } from '../../contract/service-version';
import { bot, call, calls } from '../procedures';

/** Versions of a bot's services: `BotView.versions` tells what comes of it. */
export const serviceUpdatesRouter = calls({
  look: call.input(bot).mutation(({ ctx, input }) => ctx.app.serviceUpdates.look(input.bot)),
  begin: call
    .input(bot.extend({ service: ServiceName, to: z.enum(['offer', 'former']) }))
    .mutation(({ ctx, input }) => ctx.app.serviceUpdates.begin(input.bot, input.service, input.to)),
  cancel: call.input(bot).mutation(({ ctx, input }) => ctx.app.serviceUpdates.cancel(input.bot)),
  policy: call
    .input(bot.extend({ policy: UpdatePolicy }))
    .mutation(({ ctx, input }) => ctx.app.serviceUpdates.policy(input.bot, input.policy)),
  dismiss: call
    .input(bot.extend({ service: ServiceName }))
    .mutation(({ ctx, input }) => ctx.app.serviceUpdates.dismiss(input.bot, input.service)),
});
