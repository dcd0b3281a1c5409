import type { Bot } from '../../contract/bot';
import type { ServiceVersion } from '../../contract/service-version';
import { type Engine, EngineError } from '../../engine/engine';
import { formatImageReference, parseImageReference, viaMirror } from '../../engine/image-reference';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';

/** Removes the image of a version that no bot runs or may go back to, under every name that its pull has left. */
export async function dropImage(version: ServiceVersion | undefined, parts: AppParts): Promise<void> {
  const probe = parts.engineWatch.probe.get();
  if (!version || probe?.kind !== 'running') return;
  const { mirrors } = parts.settings.get().network;
  const kept = keptVersions(parts);
  if (kept.some(({ image }) => image === version.image)) return;
  const isShared = kept.some(({ digest }) => digest !== undefined && digest === version.digest);
  // Its own name last: an image that somebody uses keeps that.
  for (const name of [...(isShared ? [] : namesByDigest(version, mirrors)), version.image])
    await remove(probe.engine, name, parts);
}

/** Removes the images that only a bot had that is no more. */
export async function dropImagesOf(
  { versions, former, lastUpdate }: Pick<Bot, 'versions' | 'former' | 'lastUpdate'>,
  parts: AppParts,
): Promise<void> {
  for (const version of [...Object.values(versions ?? {}), ...Object.values(former), lastUpdate?.to])
    await dropImage(version, parts);
}

/** What any bot runs, may go back to or is about to run; and what a new bot gets, which is worth keeping for it. */
function keptVersions(parts: AppParts): Pick<ServiceVersion, 'image' | 'digest'>[] {
  const ofBots = parts
    .bots()
    .flatMap(({ versions, former, update }) => [
      ...Object.values(versions ?? {}),
      ...Object.values(former),
      ...(update ? [update.from, update.to] : []),
    ]);
  const ofNewBots = Object.values(STACKS).flatMap((stack) =>
    allPartsOf(stack).map(({ service }) => ({ image: parts.known(service)[0].image, digest: undefined })),
  );
  return [...ofBots, ...ofNewBots];
}

/** An image that was pulled by its digest goes by that as well, at each place that it may have come from. */
function namesByDigest({ reference, digest }: ServiceVersion, mirrors: readonly string[]): string[] {
  if (digest === undefined) return [];
  const wanted = { ...parseImageReference(reference), tag: undefined, digest };
  const names = mirrors.map((mirror) => viaMirror(wanted, mirror));
  return [...new Set([formatImageReference(wanted), ...names])];
}

async function remove(engine: Engine, name: string, parts: AppParts): Promise<void> {
  await engine.images.remove(name).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    parts.log(`image: ${name} stays, ${error.message}`);
  });
}
