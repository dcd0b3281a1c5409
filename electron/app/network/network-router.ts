import { z } from 'zod';
import { ProxyLogin } from '../../contract/network';
import { call, calls } from '../procedures';

/** How BotPier and the bots get out. */
export const networkRouter = calls({
  testMirrors: call
    .output(z.array(z.object({ mirror: z.string(), latencyMs: z.number().optional(), message: z.string() })))
    .mutation(({ ctx, signal }) => ctx.app.network.testMirrors(signal)),
  /** Left out, it is forgotten. */
  setProxyLogin: call
    .input(z.object({ login: ProxyLogin.optional() }))
    .mutation(({ ctx, input }) => ctx.app.network.setProxyLogin(input.login)),
});
