import { type AppUpdater, Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import { z } from 'zod';
import { type Clock, withDeadline } from '../../../lib/clock';
import { SignedPlace } from './signed-place';
import { UpdateFailure } from './update-driver';

export type RuntimeOptions = ConstructorParameters<typeof GenericProvider>[2];

export interface Places {
  /** The official place first. */
  feeds: readonly string[];
  feedKey: string | undefined;
  clock: Clock;
}

const TIMEOUT_MS = 30_000;

/** As much of a feed as we rely on: packages that lie beside it, by name; the checksum is base64. */
const Feed = z.looseObject({
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/i),
  files: z
    .array(
      z.looseObject({
        url: z.string().regex(/^[\w.+-]+$/),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
      }),
    )
    .min(1),
});

/**
 * The official place and mirrors that offer the same. The first that answers well is believed as to what the version
 * is, a mirror only with our signature; the package itself may then come from any of them, because its checksum is known.
 */
export class FeedProvider extends Provider<UpdateInfo> {
  readonly #places: GenericProvider[];
  readonly #clock: Clock;
  #current = 0;
  #untried: number[] = [];

  constructor({ feeds, feedKey, clock }: Places, updater: AppUpdater, runtime: RuntimeOptions) {
    super(runtime);
    this.#clock = clock;
    this.#places = feeds.map((url, index) =>
      index === 0
        ? new GenericProvider({ provider: 'generic', url }, updater, runtime)
        : new SignedPlace(feedKey, url, updater, runtime),
    );
  }

  /** Not every place answers for several parts of a file at once; the official one does not. */
  override get isUseMultipleRangeRequest(): boolean {
    return false;
  }

  /** The updater would name each installation to the feed by a number of its own. */
  override setRequestHeaders(): void {}

  async getLatestVersion(): Promise<UpdateInfo> {
    let first: unknown;
    for (const [index, place] of this.#places.entries()) {
      try {
        const info = await withDeadline(this.#clock, TIMEOUT_MS, () => place.getLatestVersion());
        check(info);
        this.#current = index;
        this.#untried = [...this.#places.keys()].filter((other) => other !== index);
        return info;
      } catch (cause) {
        first ??= cause;
      }
    }
    throw first ?? new UpdateFailure('unreachable', 'there is no feed');
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return this.#places[this.#current]?.resolveFiles(info) ?? [];
  }

  /** Has the package fetched from another place; false when all were tried. */
  turnToNext(): boolean {
    const next = this.#untried.shift();
    if (next !== undefined) this.#current = next;
    return next !== undefined;
  }
}

/** The updater takes whatever YAML it gets: a sign-in page of a hotel is some. */
function check(info: unknown): void {
  const parsed = Feed.safeParse(info);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  throw new UpdateFailure('feedInvalid', `${issue?.path.join('.') || 'feed'}: ${issue?.message}`);
}
