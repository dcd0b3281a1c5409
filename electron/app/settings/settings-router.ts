import { z } from 'zod';
import { SettingsPatch } from '../../contract/settings';
import { call, calls } from '../procedures';

/** Settings of the app, one by one or as a file. */
export const settingsRouter = calls({
  patch: call.input(SettingsPatch).mutation(({ ctx, input }) => ctx.app.settings.patch(input)),
  export: call.output(z.string()).query(({ ctx }) => ctx.app.settings.export()),
  import: call
    .input(z.object({ text: z.string().max(2_000_000) }))
    .mutation(({ ctx, input }) => ctx.app.settings.import(input.text)),
  /** Shows the data folder where the shell can. */
  openFolder: call.mutation(({ ctx }) => ctx.app.settings.openFolder()),
});
