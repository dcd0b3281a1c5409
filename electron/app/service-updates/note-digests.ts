import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';

/**
 * Writes down which image stands behind each name that a bot runs, once it is here: were it removed, what has the name
 * by then may be another one.
 */
export function noteDigests(
  { record, state, refresh }: Pick<BotRuntime, 'record' | 'state' | 'refresh'>,
  parts: AppParts,
): { note(): void; idle(): Promise<void> } {
  const seen = new Set<string>();
  let noting = Promise.resolve();

  async function noteOne(image: string): Promise<void> {
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') return;
    const digest = (await probe.engine.images.find(image))?.digests[0];
    if (digest === undefined) return;
    await record.update((bot) => ({
      ...bot,
      versions: Object.fromEntries(
        Object.entries(bot.versions ?? {}).map(([service, now]) => [
          service,
          now.image === image && now.digest === undefined ? { ...now, digest } : now,
        ]),
      ),
    }));
    await refresh();
  }

  return {
    note() {
      for (const { definition } of state.wished) {
        const { image, digest } = definition;
        if (digest !== undefined || seen.has(image) || parts.images.state(image).kind !== 'present') continue;
        seen.add(image);
        noting = noting
          .then(() => noteOne(image))
          .catch((error: unknown) => {
            seen.delete(image);
            parts.log(`versions: ${image} not noted, ${String(error)}`);
          });
      }
    },
    idle: () => noting,
  };
}
