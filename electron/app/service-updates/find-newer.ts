import type { BotId, ServiceName } from '../../contract/ids';
import { LABELS } from '../../engine/engine';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { type Finding, type FoundOffer, findOffer } from './find-offer';
import { versionOf } from './versions-in-use';

/** Looks for newer versions of what a bot runs, and remembers what it found. */
export interface NewerFinder {
  /** Several at once are one. */
  look(signal: AbortSignal): Promise<void>;
  offerOf(service: ServiceName): FoundOffer | undefined;
  /** As far as it is known. */
  readonly state: { isLooking: boolean; lookedAt: number | undefined; unknown: ServiceName[] };
}

export function createNewerFinder(
  { record, state, touch }: Pick<BotRuntime, 'record' | 'state' | 'touch'>,
  parts: AppParts,
): NewerFinder {
  const found = new Map<ServiceName, Finding>();
  let looking: Promise<void> | undefined;
  let lookedAt: number | undefined;

  async function lookOnce(signal: AbortSignal): Promise<void> {
    await Promise.all(
      state.wished.map(async ({ info, definition: { name } }) => {
        const known = parts.known(info);
        const [{ image: reference }] = known;
        const { image } = versionOf(record.get(), name, known);
        const [digest, digests] = await Promise.all([
          parts.digestOf(reference, parts.settings.get().network.mirrors, signal),
          runningDigests(record.get().id, name, image),
        ]);
        found.set(name, { reference, digest, running: { image, digests } });
      }),
    );
    lookedAt = parts.clock.now();
  }

  /** Of the image that its container was made from, whatever has that name by now. */
  async function runningDigests(bot: BotId, service: ServiceName, image: string): Promise<string[]> {
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') return [];
    const { containers, images } = probe.engine;
    const container = (await containers.list(bot)).find(
      (one) => one.service === service && one.labels[LABELS.purpose] === 'service',
    );
    return (await images.find(container?.imageId ?? image))?.digests ?? [];
  }

  return {
    look(signal) {
      looking ??= lookOnce(signal).finally(() => {
        looking = undefined;
        touch();
      });
      touch();
      return looking;
    },
    offerOf(service) {
      const info = state.wished.find(({ definition }) => definition.name === service)?.info;
      if (!info) return undefined;
      const known = parts.known(info);
      const bot = record.get();
      return findOffer(bot, service, versionOf(bot, service, known), known, found.get(service));
    },
    get state() {
      const unknown = [...found].flatMap(([service, { digest }]) => (digest === undefined ? [service] : []));
      return { isLooking: looking !== undefined, lookedAt, unknown };
    },
  };
}
