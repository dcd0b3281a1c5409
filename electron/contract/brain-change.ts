import { z } from 'zod';
import { ServiceName, StackId } from './ids';
import { Diagnosis, Progress } from './link-state';

/** One brain takes another's place; the old one answers until `switching`. */
export const BrainChange = z.object({
  from: StackId,
  to: StackId,
  phase: z.enum(['pulling', 'preparing', 'starting', 'switching', 'proving', 'returning']),
  /** ms since 1970. */
  since: z.number(),
  /** Of pulling and preparing, where it is known. */
  progress: Progress.optional(),
});
export type BrainChange = z.infer<typeof BrainChange>;

/** How the last change ended. `returned` and `cancelled`: `from` answers as before. */
export const LastBrainChange = z.object({
  from: StackId,
  to: StackId,
  at: z.number(),
  result: z.enum(['done', 'returned', 'cancelled']),
  /** Why it went back. */
  diagnosis: Diagnosis.optional(),
});
export type LastBrainChange = z.infer<typeof LastBrainChange>;

/** A brain that was changed for another: kept as it was, not running. */
export const RestingBrain = z.object({
  stack: StackId,
  service: ServiceName,
  product: z.string(),
  /** Since when, ms since 1970. */
  since: z.number(),
  /** What its image and data take on the disk; absent until that was measured. */
  diskBytes: z.number().optional(),
});
export type RestingBrain = z.infer<typeof RestingBrain>;
