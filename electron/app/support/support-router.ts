import { z } from 'zod';
import { ReportDraft, SavedReport } from '../../contract/support';
import { call, calls } from '../procedures';

export const supportRouter = calls({
  draft: call
    .input(z.object({ maskPeople: z.boolean() }))
    .output(ReportDraft)
    .mutation(({ ctx, input }) => ctx.app.support.draft(input)),
  save: call
    .input(z.object({ draft: z.string().max(64), names: z.array(z.string().max(200)).min(1).max(1_000) }))
    .output(SavedReport)
    .mutation(({ ctx, input }) => ctx.app.support.save(input.draft, input.names)),
});
