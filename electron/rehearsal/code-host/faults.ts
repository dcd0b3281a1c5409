import { z } from 'zod';

/** The four hosts that GitHub answers from, each a server of its own here. */
export const HOST_NAMES = ['api', 'uploads', 'git', 'downloads'] as const;
export type HostName = (typeof HOST_NAMES)[number];

const times = z.number().int().min(1).optional();
const on = z.array(z.enum(HOST_NAMES)).optional();
const afterBytes = z.number().int().min(0);

/** What can go wrong. `times`: how often, else until it is taken back. `on`: at which hosts, else at all of them. */
export const Faults = z
  .object({
    /** A push is read to its end and the line drops before it is carried out. */
    pushDroppedBefore: z.object({ times }),
    /** A push is carried out and the line drops before the answer. */
    pushDroppedAfter: z.object({ times }),
    /** The line drops when this much of a push has come. */
    pushCut: z.object({ times, afterBytes }),
    /** The line drops when this much of a fetch was sent. */
    fetchCut: z.object({ times, afterBytes }),
    /** The line drops when this much of an asset has come; it stays as `starter`. */
    uploadCut: z.object({ times, afterBytes }),
    /** An asset is kept and the line drops before the answer. */
    uploadDroppedAfter: z.object({ times }),
    downloadCut: z.object({ times, afterBytes }),
    /** Assets come with one byte changed, at the same length. */
    downloadTampered: z.object({ times }),
    /** Answers begin this much later. */
    delay: z.object({ times, on, ms: z.number().min(0) }),
    /** Nothing is ever answered. */
    hang: z.object({ times, on }),
    /** The line drops at once. */
    lineCut: z.object({ times, on }),
    serverError: z.object({ times, on, status: z.number().int().min(500).max(599).default(502) }),
    /** Its clock is ahead of ours by this much; negative: behind. */
    clockSkew: z.object({ ms: z.number() }),
    primaryLimit: z.object({
      times,
      /** Until it is lifted. */
      resetInSeconds: z.number().default(1_800),
      status: z.union([z.literal(403), z.literal(429)]).default(403),
    }),
    secondaryLimit: z.object({
      times,
      /** In `retry-after`; null leaves the header away, as GitHub may. */
      retryAfterSeconds: z.number().nullable().default(60),
      status: z.union([z.literal(403), z.literal(429)]).default(403),
    }),
    /** Signing in is locked for a while after too many bad tokens. */
    loginLocked: z.object({ times }),
  })
  .partial();
export type FaultName = keyof z.infer<typeof Faults>;
export type FaultOptions<Name extends FaultName> = NonNullable<z.input<typeof Faults>[Name]>;
type FaultSettings<Name extends FaultName> = NonNullable<z.infer<typeof Faults>[Name]>;

export interface FaultSwitches {
  /** Switches a fault on; `false` takes it back. */
  set<Name extends FaultName>(name: Name, options: FaultOptions<Name> | false): void;
  clear(): void;
  /** How often it has struck since it was switched on. */
  struck(name: FaultName): number;
  /** Its settings as long as it is on; for those that wait for a certain byte. */
  peek<Name extends FaultName>(name: Name): FaultSettings<Name> | undefined;
  /** Its settings when it is due here and now, which uses it up by one. */
  take<Name extends FaultName>(name: Name, host?: HostName): FaultSettings<Name> | undefined;
}

export function createFaultSwitches(): FaultSwitches {
  const active = new Map<FaultName, { settings: FaultSettings<FaultName>; left: number }>();
  const strikes = new Map<FaultName, number>();
  return {
    set(name, options) {
      active.delete(name);
      strikes.delete(name);
      if (options === false) return;
      const settings = Faults.parse({ [name]: options })[name];
      if (settings)
        active.set(name, { settings, left: 'times' in settings ? (settings.times ?? Infinity) : Infinity });
    },
    clear: () => active.clear(),
    struck: (name) => strikes.get(name) ?? 0,
    peek: <Name extends FaultName>(name: Name) =>
      active.get(name)?.settings as FaultSettings<Name> | undefined,
    take<Name extends FaultName>(name: Name, host?: HostName) {
      const found = active.get(name);
      if (!found) return undefined;
      const { settings } = found;
      if (host && 'on' in settings && settings.on && !settings.on.includes(host)) return undefined;
      found.left -= 1;
      strikes.set(name, (strikes.get(name) ?? 0) + 1);
      if (found.left <= 0) active.delete(name);
      return settings as FaultSettings<Name>;
    },
  };
}
