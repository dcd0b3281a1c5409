import type { Bot } from '../../contract/bot';
import type { RestingBrain } from '../../contract/brain-change';
import { AppError } from '../../contract/errors';
import type { BotId, StackId } from '../../contract/ids';
import { type Engine, EngineError, LABELS } from '../../engine/engine';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { portKey, type WishedService } from '../bot/define-services';
import type { Sight } from '../bot/observe';
import { serviceSecretName } from '../bot/service-secrets';

/** Brains that were changed for another one, as far as anything of them is left at the engine. */
export function restingBrains(
  bot: Bot,
  resting: readonly WishedService[],
  sight: Sight | undefined,
  diskBytes: ReadonlyMap<string, number>,
): RestingBrain[] {
  return bot.resting.flatMap(({ stack, since }) => {
    const wished = resting.find(({ definition }) => definition.name === STACKS[stack]?.brain.name);
    if (!wished || !sight || belongings(wished, sight).length === 0) return [];
    const { name } = wished.definition;
    const bytes = diskBytes.get(name);
    const { product } = wished.info;
    return [{ stack, service: name, product, since, ...(bytes === undefined ? {} : { diskBytes: bytes }) }];
  });
}

/** What a brain's image and data take on the disk. */
export async function measureBrain(
  engine: Engine,
  bot: BotId,
  { definition, volumes: own }: WishedService,
): Promise<number> {
  const [image, measured] = await Promise.all([
    engine.images.find(definition.image),
    engine.volumes.measure(bot),
  ]);
  return Object.values(own).reduce((sum, name) => sum + (measured[name] ?? 0), image?.sizeBytes ?? 0);
}

/**
 * Removes a resting brain: containers, data, secrets, and its image when no bot of `others` uses it.
 * @throws AppError `notAllowed` for one that does not rest, `engineUnavailable`
 */
export async function forgetBrain(
  runtime: BotRuntime,
  parts: AppParts,
  stack: StackId,
  others: readonly Bot[],
): Promise<void> {
  const { record, state } = runtime;
  const bot = record.get();
  const service = STACKS[stack]?.brain;
  const wished = state.resting.find(({ definition }) => definition.name === service?.name);
  if (!service || !wished || bot.change) throw new AppError('notAllowed');
  const probe = parts.engineWatch.probe.get();
  if (probe?.kind !== 'running') throw new AppError('engineUnavailable');
  const { containers, volumes, images } = probe.engine;
  for (const one of await containers.list(bot.id)) {
    if (one.service === service.name) await containers.remove(one.id, true);
  }
  for (const one of await volumes.list(bot.id)) {
    if (one.labels[LABELS.service] === service.name) await volumes.remove(one.name);
  }
  const isUsed = others.some(({ stack: own, change, resting }) =>
    [own, change?.from, change?.to, ...resting.map((one) => one.stack)].includes(stack),
  );
  // Another of the engine's users may hold it: then it is not ours alone to remove.
  if (!isUsed)
    await images.remove(wished.definition.image).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      parts.log(`image: ${wished.definition.image} stays, ${error.message}`);
    });
  for (const name of service.secrets) await parts.secrets.delete(serviceSecretName(bot.id, service, name));
  delete state.secrets[service.name];
  const ports = service.ports.map(({ name }) => portKey(service.name, name));
  await record.update((current) => ({
    ...current,
    resting: current.resting.filter((one) => one.stack !== stack),
    ports: Object.fromEntries(Object.entries(current.ports).filter(([key]) => !ports.includes(key))),
    volumes: Object.fromEntries(
      Object.entries(current.volumes).filter(([key]) => !key.startsWith(`${service.name}.`)),
    ),
  }));
  await runtime.refresh();
}

/** Names of the containers and volumes that are left of it. */
function belongings({ definition: { name }, volumes }: WishedService, { observed }: Sight): string[] {
  const mine = new Set(Object.values(volumes));
  return [
    ...observed.containers.filter(({ service }) => service === name).map((container) => container.name),
    ...observed.volumes.filter((volume) => mine.has(volume)),
  ];
}
