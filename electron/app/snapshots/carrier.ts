import { AppError } from '../../contract/errors';
import type { ServiceName } from '../../contract/ids';
import { type Engine, EngineError, LABELS } from '../../engine/engine';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';

/** A container that is never started: through it volumes are read and filled that nobody else has mounted. */
export interface Carrier {
  id: string;
  /** Where it has the volume of that short name. */
  pathOf(volume: string): string;
}

export interface CarrierWish {
  service: ServiceName;
  image: string;
  digest?: string | undefined;
  /** Names of volumes by their short ones; all of them are there. */
  volumes: Readonly<Record<string, string>>;
}

/** No image has anything here, so that the engine puts nothing of an image's own into an empty volume. */
const PLACE = '/botpier-volumes';

/**
 * Makes one of the service's image for these volumes, and removes it afterwards. It carries no service's name: it is
 * not one of its containers.
 * @throws AppError `imageMissing` when the image is not here and cannot be pulled
 */
export async function withCarrier<T>(
  { engine, runtime, parts }: { engine: Engine; runtime: BotRuntime; parts: AppParts },
  wish: CarrierWish,
  signal: AbortSignal,
  use: (carrier: Carrier) => Promise<T>,
): Promise<T> {
  const bot = runtime.record.get().id;
  const { image, digest } = wish;
  await parts.images.check(engine, [image]);
  await parts.images.pull(engine, { reference: image, ...(digest === undefined ? {} : { digest }) }, signal);
  signal.throwIfAborted();
  if (parts.images.state(image).kind !== 'present') throw new AppError('imageMissing', { image });
  const name = nameOf(bot, wish.service);
  await engine.containers.remove(name, true);
  const pathOf = (volume: string) => `${PLACE}/${volume}`;
  const id = await engine.containers.create({
    name,
    image,
    labels: { [LABELS.bot]: bot, [LABELS.purpose]: 'writer' },
    volumes: Object.entries(wish.volumes).map(([short, volume]) => ({ volume, path: pathOf(short) })),
    restart: 'no',
  });
  try {
    return await use({ id, pathOf });
  } finally {
    await engine.containers.remove(id, true);
  }
}

/** Removes what a run that was killed has left. */
export async function removeCarriers(engine: Engine, runtime: BotRuntime): Promise<void> {
  const bot = runtime.record.get().id;
  for (const { name, id, service } of await engine.containers.list(bot)) {
    if (service === undefined && name.endsWith(END)) {
      await engine.containers.remove(id, true).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error;
      });
    }
  }
}

const END = '-carrier';

function nameOf(bot: string, service: ServiceName): string {
  return `botpier-${bot}-${service}${END}`;
}
