import { z } from 'zod';
import { ServiceName } from './ids';
import { Diagnosis, Progress } from './link-state';

/** What names an image's manifest for good, wherever it comes from. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What a bot runs of one service, until an update puts something else in its place. */
export const ServiceVersion = z.object({
  /** The product's own. */
  version: z.string().min(1).max(60),
  /** The image's official name, with its tag. */
  reference: z.string().min(1).max(400),
  /** Its name at the engine: a tag that was published anew is two images, and only one can have the official name. */
  image: z.string().min(1).max(400),
  /** Absent until the image was seen. */
  digest: Digest.optional(),
  /** The set of plugins that is installed with it, for a service that has any. */
  plugins: z.string().min(1).max(60).optional(),
});
export type ServiceVersion = z.infer<typeof ServiceVersion>;

/** `pinned`: nothing is looked for or told · `ask`: told, and done when the user says so · `night`: done while it sleeps. */
export const UpdatePolicy = z.enum(['pinned', 'ask', 'night']);
export type UpdatePolicy = z.infer<typeof UpdatePolicy>;

/** One text in both languages of the app. */
export const Notes = z.object({ zh: z.string(), en: z.string() });
export type Notes = z.infer<typeof Notes>;

/** How the last update ended. `returned` and `cancelled`: the old version runs, with the data it had. */
export const LastServiceUpdate = z.object({
  service: ServiceName,
  from: ServiceVersion,
  to: ServiceVersion,
  at: z.number(),
  result: z.enum(['done', 'returned', 'cancelled']),
  /** Why it went back. */
  diagnosis: Diagnosis.optional(),
});
export type LastServiceUpdate = z.infer<typeof LastServiceUpdate>;

/** A version that is to be had and does not run. */
export const VersionOffer = z.object({
  version: z.string(),
  digest: Digest,
  plugins: z.string().optional(),
  /** The same version, published anew under the same name. */
  isRebuilt: z.boolean(),
  notes: Notes,
  /** What its makers say of it. */
  link: z.url(),
  /** The user has said no to it. */
  isDismissed: z.boolean(),
});
export type VersionOffer = z.infer<typeof VersionOffer>;

/** How far an update is. */
export const ServiceUpdate = z.object({
  service: ServiceName,
  product: z.string(),
  from: ServiceVersion,
  to: ServiceVersion,
  phase: z.enum(['pulling', 'saving', 'preparing', 'starting', 'proving', 'returning']),
  /** ms since 1970. */
  since: z.number(),
  /** Of pulling and preparing, where it is known. */
  progress: Progress.optional(),
});
export type ServiceUpdate = z.infer<typeof ServiceUpdate>;

/** Which versions a bot runs, and which it could. */
export const VersionsView = z.object({
  policy: UpdatePolicy,
  services: z.array(
    z.object({
      service: ServiceName,
      product: z.string(),
      now: ServiceVersion,
      /** What ran before, kept for the way back. */
      before: ServiceVersion.optional(),
      offer: VersionOffer.optional(),
    }),
  ),
  isLooking: z.boolean(),
  /** When newer ones were looked for, ms since 1970. */
  lookedAt: z.number().optional(),
  /** Services of which nobody could tell then. */
  unknown: z.array(ServiceName),
  update: ServiceUpdate.optional(),
  last: LastServiceUpdate.optional(),
});
export type VersionsView = z.infer<typeof VersionsView>;
