import { z } from 'zod';

/** A file of a report, as it would be saved: secrets are out of it. */
export const ReportFile = z.object({
  /** Relative, with `/` between its parts; says what is in it. */
  name: z.string(),
  text: z.string(),
});
export type ReportFile = z.infer<typeof ReportFile>;

/** What somebody is shown who asks for help with it: what is saved of it is what was seen. */
export const ReportDraft = z.object({
  /** Stands for this draft in `save`; another draft makes it void. */
  id: z.string(),
  files: z.array(ReportFile),
});
export type ReportDraft = z.infer<typeof ReportDraft>;

/** A report in one file, for whoever holds the screen to save. */
export const SavedReport = z.object({ name: z.string(), base64: z.string() });
export type SavedReport = z.infer<typeof SavedReport>;
