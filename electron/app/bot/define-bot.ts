import type { Bot } from '../../contract/bot';
import type { ModelAccess, ServiceInfo } from '../../services/roles';
import { allPartsOf, partsOf, type Stack, usesKeyPool } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import { stackBeside } from '../brain-change/change-record';
import { defineGateway } from '../gateway/gateway-state';
import { choiceOf } from '../key-pool/pool-model';
import { missingVersions } from '../service-updates/versions-in-use';
import type { BotRecord } from './bot-record';
import type { BotState } from './bot-state';
import { choosePort } from './choose-port';
import { defineBrain, defineServices, portKey } from './define-services';
import { keyState, modelAccess } from './model-health';
import { ensureServiceSecrets } from './service-secrets';

/** Reads the bot's settings, secrets and ports and writes down which containers are wished. */
export async function defineBot(record: BotRecord, state: BotState, parts: AppParts): Promise<void> {
  const bot = record.get();
  const stack = bot.stack ? STACKS[bot.stack] : undefined;
  await noteModel(bot, state, parts);
  if (!stack) {
    state.stack = undefined;
    state.wished = [];
    state.beside = undefined;
    state.resting = [];
    return;
  }
  const besideId = stackBeside(bot);
  const beside = besideId && STACKS[besideId];
  const resting = bot.resting.flatMap(({ stack: id }) => {
    const rests = id === bot.stack || id === besideId ? undefined : STACKS[id];
    return rests ? [rests] : [];
  });
  const services = [
    ...partsOf(stack, bot).map(({ service }) => service),
    ...[...(beside ? [beside] : []), ...resting].map(({ brain }) => brain),
  ];
  await ensureVersions(record, services, parts);
  const ports = await ensurePorts(record, services, parts);
  for (const service of services) {
    state.secrets[service.name] ??= await ensureServiceSecrets(parts.secrets, bot.id, service, {
      save: !parts.lookOnly,
    });
    for (const secret of Object.values(state.secrets[service.name] ?? {})) parts.redactor.add(secret);
  }
  const model = await modelOf(bot, stack, state, parts);
  if (model) parts.redactor.add(model.key);
  const gateway = await defineGateway({ ...bot, ports }, stack, state.gateway, parts);
  const input = {
    bot: { ...bot, versions: record.get().versions, ports },
    secrets: state.secrets,
    network: parts.network(),
    model,
    salt: parts.salt,
    known: parts.known,
    gateway,
  };
  // All in one turn: who looks in between would see one stack's name on another's services.
  state.wished = defineServices({ ...input, stack });
  state.beside = beside && {
    stack: beside,
    wished: defineBrain({ ...input, stack: beside }),
  };
  state.resting = resting.map((rests) => defineBrain({ ...input, stack: rests }, 'stopped'));
  state.stack = stack;
}

/** A check made before stays true for the same model with the same key. */
async function noteModel(bot: Bot, state: BotState, parts: AppParts): Promise<void> {
  const { readable, keys } = state.pool;
  const poolKey = readable ? (keys.length > 0 ? 'present' : 'absent') : 'unreadable';
  const key = usesKeyPool(bot) ? poolKey : await keyState(bot, parts.secrets);
  const choice = choiceOf(bot);
  const same = JSON.stringify(state.model.choice) === JSON.stringify(choice) && state.model.key === key;
  state.model = { choice, key, check: same ? state.model.check : { kind: 'unknown' } };
}

/** How the brain asks its model: through the pool, when the bot uses one. */
export async function modelOf(
  bot: Bot,
  { keyPool }: Stack,
  state: Pick<BotState, 'pool' | 'secrets'>,
  parts: AppParts,
): Promise<ModelAccess | undefined> {
  if (!keyPool || !usesKeyPool(bot)) return modelAccess(bot, parts.secrets);
  const choice = choiceOf(bot);
  if (!choice || state.pool.keys.length === 0) return undefined;
  return keyPool.modelAccess(state.secrets[keyPool.name] ?? {}, choice.model);
}

/** What a bot runs from now on is written down before it runs: a newer BotPier must not take it for what it would take. */
async function ensureVersions(
  record: BotRecord,
  services: readonly ServiceInfo[],
  parts: AppParts,
): Promise<void> {
  const bot = record.get();
  if (parts.lookOnly) return;
  // Of a bot from before, also what it does not use at the moment: whatever it has had has a port.
  const had = Object.values(STACKS)
    .flatMap((stack) => allPartsOf(stack))
    .map(({ service }) => service)
    .filter((service) => service.ports.some(({ name }) => bot.ports[portKey(service.name, name)]));
  const all = bot.versions ? services : [...services, ...had];
  const missing = missingVersions(
    bot,
    all.map((service) => ({ name: service.name, known: parts.known(service) })),
  );
  if (Object.keys(missing).length > 0 || !bot.versions)
    await record.update((current) => ({ ...current, versions: { ...missing, ...current.versions } }));
}

/** The bot's host ports; what is missing is chosen, and written down unless this app only looks. */
function ensurePorts(
  record: BotRecord,
  services: readonly ServiceInfo[],
  parts: AppParts,
): Promise<Bot['ports']> {
  return parts.choosingPorts.run(async () => {
    const chosen = await chooseMissing(record.get(), services, parts);
    if (!parts.lookOnly && Object.keys(chosen).length > 0)
      await record.update((bot) => ({ ...bot, ports: { ...chosen, ...bot.ports } }));
    return { ...chosen, ...record.get().ports };
  });
}

async function chooseMissing(
  bot: Bot,
  services: readonly ServiceInfo[],
  parts: AppParts,
): Promise<Bot['ports']> {
  const chosen: Bot['ports'] = {};
  for (const service of services) {
    for (const port of service.ports) {
      const key = portKey(service.name, port.name);
      if (bot.ports[key] !== undefined) continue;
      const taken = new Set([...parts.takenPorts(), ...Object.values(chosen)]);
      chosen[key] = await choosePort(parts.usualPort(port.preferredHost), taken);
    }
  }
  return chosen;
}
