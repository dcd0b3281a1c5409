import type { Bot } from '../../contract/bot';
import { partsOf, type Stack } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import type { BotRecord } from './bot-record';
import type { BotState } from './bot-state';
import { choosePort } from './choose-port';
import { defineServices, portKey } from './define-services';
import { keyState, modelAccess } from './model-health';
import { ensureServiceSecrets } from './service-secrets';

/** Reads the bot's settings, secrets and ports and writes down which containers are wished. */
export async function defineBot(record: BotRecord, state: BotState, parts: AppParts): Promise<void> {
  const bot = record.get();
  const stack = bot.stack ? STACKS[bot.stack] : undefined;
  state.stack = stack;
  await noteModel(bot, state, parts);
  if (!stack) {
    state.wished = [];
    return;
  }
  const ports = await ensurePorts(record, stack, parts);
  for (const { service } of partsOf(stack, record.get())) {
    state.secrets[service.name] ??= await ensureServiceSecrets(parts.secrets, bot.id, service, {
      save: !parts.lookOnly,
    });
    for (const secret of Object.values(state.secrets[service.name] ?? {})) parts.redactor.add(secret);
  }
  const model = await modelAccess(bot, parts.secrets);
  if (model) parts.redactor.add(model.key);
  state.wished = defineServices({
    bot: { ...record.get(), ports },
    stack,
    secrets: state.secrets,
    network: parts.settings.get().network,
    model,
    salt: parts.salt,
  });
}

/** A check made before stays true for the same model with the same key. */
async function noteModel(bot: Bot, state: BotState, parts: AppParts): Promise<void> {
  const key = await keyState(bot, parts.secrets);
  const same = JSON.stringify(state.model.choice) === JSON.stringify(bot.model) && state.model.key === key;
  state.model = { choice: bot.model, key, check: same ? state.model.check : { kind: 'unknown' } };
}

/** The bot's host ports; what is missing is chosen, and written down unless this app only looks. */
function ensurePorts(record: BotRecord, stack: Stack, parts: AppParts): Promise<Bot['ports']> {
  return parts.choosingPorts.run(async () => {
    const chosen = await chooseMissing(record.get(), stack, parts);
    if (!parts.lookOnly && Object.keys(chosen).length > 0)
      await record.update((bot) => ({ ...bot, ports: { ...chosen, ...bot.ports } }));
    return { ...chosen, ...record.get().ports };
  });
}

async function chooseMissing(bot: Bot, stack: Stack, parts: AppParts): Promise<Bot['ports']> {
  const chosen: Bot['ports'] = {};
  for (const { service } of partsOf(stack, bot)) {
    for (const port of service.ports) {
      const key = portKey(service.name, port.name);
      if (bot.ports[key] !== undefined) continue;
      const taken = new Set([...parts.takenPorts(), ...Object.values(chosen)]);
      chosen[key] = await choosePort(parts.usualPorts ? port.preferredHost : undefined, taken);
    }
  }
  return chosen;
}
