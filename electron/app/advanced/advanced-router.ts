import { z } from 'zod';
import { Environment, HostPort, ServiceTuning } from '../../contract/advanced';
import { ServiceName } from '../../contract/ids';
import { bot, call, calls } from '../procedures';

/** Ports and variables of a bot's services. */
export const advancedRouter = calls({
  services: call
    .input(bot)
    .output(z.array(ServiceTuning))
    .query(({ ctx, input }) => ctx.app.advanced.services(input.bot)),
  setPort: call
    .input(bot.extend({ service: ServiceName, name: z.string().max(64), port: HostPort }))
    .mutation(({ ctx, input }) => ctx.app.advanced.setPort(input.bot, input.service, input.name, input.port)),
  setEnvironment: call
    .input(bot.extend({ service: ServiceName, environment: Environment }))
    .mutation(({ ctx, input }) =>
      ctx.app.advanced.setEnvironment(input.bot, input.service, input.environment),
    ),
});
