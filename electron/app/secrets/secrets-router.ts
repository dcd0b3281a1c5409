import { z } from 'zod';
import { Passphrase, SecretKeeping } from '../../contract/secrets';
import { call, calls } from '../procedures';

/** How secrets are kept. */
export const secretsRouter = calls({
  unlock: call
    .input(z.object({ passphrase: Passphrase }))
    .mutation(({ ctx, input }) => ctx.app.secrets.unlock(input.passphrase)),
  keep: call
    .input(z.object({ keeping: SecretKeeping, passphrase: Passphrase.optional() }))
    .mutation(({ ctx, input }) => ctx.app.secrets.keep(input.keeping, input.passphrase)),
});
