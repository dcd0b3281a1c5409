import type { ServiceVersion } from '../../contract/service-version';
import { EngineError } from '../../engine/engine';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';

/** Removes the image of a version that no bot runs or may go back to, once a newer one has proved itself. */
export async function dropFormerImage(version: ServiceVersion | undefined, parts: AppParts): Promise<void> {
  const probe = parts.engineWatch.probe.get();
  if (!version || probe?.kind !== 'running') return;
  const kept = new Set(
    parts
      .bots()
      .flatMap(({ versions, former, update }) => [
        ...Object.values(versions ?? {}),
        ...Object.values(former),
        ...(update ? [update.from, update.to] : []),
      ])
      .map(({ image }) => image),
  );
  // What a new bot gets is worth keeping for it.
  for (const stack of Object.values(STACKS)) {
    for (const { service } of allPartsOf(stack)) kept.add(parts.known(service)[0].image);
  }
  if (kept.has(version.image)) return;
  await probe.engine.images.remove(version.image).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    parts.log(`image: ${version.image} stays, ${error.message}`);
  });
}
