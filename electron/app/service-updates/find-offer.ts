import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { ServiceVersion, VersionOffer } from '../../contract/service-version';
import { formatImageReference, parseImageReference } from '../../engine/image-reference';
import type { KnownVersion, KnownVersions } from '../../services/versions';
import { offerName } from './update-record';

/** What was learnt of a service when newer versions were looked for. */
export interface Finding {
  /** The official name that was asked about. */
  reference: string;
  /** What it names by now; undefined where nobody could tell. */
  digest: string | undefined;
  /** All digests of the image that ran then, and the name under which the bot ran it. */
  running: { image: string; digests: readonly string[] };
}

export interface FoundOffer {
  offer: VersionOffer;
  to: ServiceVersion;
}

/**
 * Whether there is something newer than what runs. Pure. An image is the same or another one by its digest alone; which
 * of two versions is the newer one is told by their order in `known`.
 */
export function findOffer(
  { updates }: Pick<Bot, 'updates'>,
  service: ServiceName,
  now: ServiceVersion,
  known: KnownVersions,
  found: Finding | undefined,
): FoundOffer | undefined {
  const [newest] = known;
  if (isAhead(now, known)) return undefined;
  const isSameSet = newest.plugins?.name === now.plugins;
  const isTold = found?.reference === newest.image && found.digest !== undefined;
  // Nobody could tell of the image; other plugins beside the same one need nobody's word.
  const digest = isTold ? found.digest : newest.image === now.reference ? now.digest : undefined;
  if (digest === undefined) return undefined;
  const alsoRuns = found?.running.image === now.image && found.running.digests.includes(digest);
  const runs = digest === now.digest || alsoRuns;
  if (runs && isSameSet) return undefined;
  const to: ServiceVersion = {
    version: newest.version,
    reference: newest.image,
    image: runs ? now.image : nameByDigest(newest.image, digest),
    digest,
    ...(newest.plugins ? { plugins: newest.plugins.name } : {}),
  };
  return {
    to,
    offer: {
      version: newest.version,
      digest,
      ...(newest.plugins ? { plugins: newest.plugins.name } : {}),
      isRebuilt: newest.image === now.reference && isSameSet,
      notes: newest.notes,
      link: newest.link,
      isDismissed: updates.dismissed.includes(offerName(service, to)),
    },
  };
}

/** What runs was put there by a newer BotPier than this one. */
function isAhead(now: ServiceVersion, known: KnownVersions): boolean {
  const isKnown = known.some(
    ({ image, plugins }) => image === now.reference && plugins?.name === now.plugins,
  );
  return !isKnown && compareVersions(now.version, known[0].version) >= 0 && !isOlderSet(now, known[0]);
}

/** The same version with plugins that come before those of `newest`. */
function isOlderSet(now: ServiceVersion, newest: KnownVersion): boolean {
  if (now.version !== newest.version || !now.plugins || !newest.plugins) return false;
  return compareVersions(now.plugins, newest.plugins.name) < 0;
}

/** By the numbers in them, from the left. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const MOST_TAG_CHARACTERS = 128;

/** A name at the engine that no other image of the same tag can take away. */
function nameByDigest(reference: string, digest: string): string {
  const parsed = parseImageReference(reference);
  const mark = `_${digest.replace('sha256:', '').slice(0, 12)}`;
  const tag = `${(parsed.tag ?? '').slice(0, MOST_TAG_CHARACTERS - mark.length)}${mark}`;
  return formatImageReference({ ...parsed, tag, digest: undefined });
}
