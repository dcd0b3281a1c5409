import type { Bot } from '../../contract/bot';
import type { ModelCheck } from '../../contract/model';
import type { Clock } from '../../lib/clock';
import { fetchWatchingTime } from '../../lib/server-time';
import { checkModel } from '../../services/model-api/check-key';
import { urlInsideContainer } from '../../services/model-api/inside-url';
import { findProvider } from '../../services/model-api/providers';
import type { ModelAccess } from '../../services/roles';
import type { ConnectModel } from '../api';
import type { SecretStore } from '../secrets/secret-store';
import { modelKeyName } from './service-secrets';

export interface ModelPorts {
  secrets: SecretStore;
  clock: Clock;
  fetch: typeof fetch;
  /** A provider says another time than this computer: ours minus theirs, in ms. */
  noteClockSkew: (skewMs: number) => void;
}

/** What of the bot's model is there: its key may be absent, unreadable here, or not needed at all. */
export async function keyState(
  bot: Bot,
  secrets: SecretStore,
): Promise<'absent' | 'present' | 'unreadable' | 'notNeeded'> {
  const state = await secrets.state(modelKeyName(bot.id));
  // One that was given where none is needed is needed after all.
  const isNeeded = !bot.model || findProvider(bot.model.provider).needsKey;
  return isNeeded || state === 'unreadable' ? state : 'notNeeded';
}

/** The bot's model with its key in clear text, as a container reaches it; undefined while it is not connected. */
export async function modelAccess(bot: Bot, secrets: SecretStore): Promise<ModelAccess | undefined> {
  if (!bot.model) return undefined;
  const provider = findProvider(bot.model.provider);
  const key = await secrets.get(modelKeyName(bot.id));
  if (key === undefined && provider.needsKey) return undefined;
  return {
    provider: provider.id,
    protocol: provider.protocol,
    baseUrl: urlInsideContainer(bot.model.baseUrl),
    model: bot.model.model,
    key: key ?? '',
  };
}

/** Tries a key live. Saves nothing. */
export function tryModel(
  ports: ModelPorts,
  input: ConnectModel,
  signal: AbortSignal | undefined,
): Promise<ModelCheck> {
  return checkModel({
    provider: findProvider(input.provider),
    baseUrl: input.baseUrl,
    key: input.key,
    fetch: fetchWatchingTime(ports.fetch, ports.clock, ports.noteClockSkew),
    clock: ports.clock,
    ...(input.model === undefined ? {} : { model: input.model }),
    ...(signal ? { signal } : {}),
  });
}
