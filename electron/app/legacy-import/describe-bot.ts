import { Bot } from '../../contract/bot';
import { KeyPoolSettings } from '../../contract/key-pool';
import type { ModelProtocol, ProviderId } from '../../contract/model';
import { findProvider, PROVIDERS } from '../../services/model-api/providers';
import type { LegacyFindings } from '../../services/roles';
import { storedKeys } from '../key-pool/pool-keys';
import { isOwnAddress, POOL_PROVIDER } from '../key-pool/pool-model';
import { readKeys } from '../key-pool/read-keys';

/** A bot as it is brought along, and its secrets by what they are of it. */
export interface DescribedBot {
  record: Bot;
  /** Keys of the pool, for whoever takes secrets out of logs. */
  keys: readonly string[];
  secrets: Readonly<Record<string, string>>;
}

/**
 * The record of a bot out of what its files say. Tokens and panels' passwords are not among it: they are made anew.
 * @param draft a new bot, of the stack that the files are for
 * @param poolBaseUrl where keys are valid, where that is not the provider's own address
 */
export function describeBot(
  draft: Bot,
  findings: readonly LegacyFindings[],
  poolBaseUrl?: string,
): DescribedBot {
  const found: LegacyFindings = Object.assign({}, ...findings);
  const { account, owner, nickname, persona, wake } = found;
  const pool = findPool(findings, poolBaseUrl);
  const isDirect = found.model !== undefined && found.model.key !== '' && !wasBeside(found.model.baseUrl);
  const model = found.model && isDirect && !pool?.keys.includes(found.model.key) ? found.model : undefined;
  const record = Bot.parse({
    ...draft,
    ...(nickname === undefined ? {} : { name: nickname }),
    ...(account === undefined ? {} : { account }),
    ...(owner === undefined ? {} : { owner }),
    persona: {
      ...draft.persona,
      ...(nickname === undefined ? {} : { nickname }),
      ...(persona === undefined ? {} : { preset: 'custom', text: persona }),
    },
    wake: { ...draft.wake, ...wake },
    ...(model ? { model: choiceOf(model) } : {}),
    ...(pool
      ? {
          keyPool: {
            on: model === undefined,
            settings: pool.settings,
            ...(found.model?.model.startsWith('gemini') ? { model: found.model.model } : {}),
          },
        }
      : {}),
  });
  return {
    record,
    keys: pool?.keys ?? [],
    secrets: {
      ...(model ? { 'model.key': model.key } : {}),
      ...(pool ? { 'keyPool.keys': storedKeys(pool.keys.map((key) => ({ key, refused: false }))) } : {}),
    },
  };
}

function findPool(findings: readonly LegacyFindings[], poolBaseUrl: string | undefined) {
  for (const { text, baseUrl } of findings.flatMap(({ poolKeys = [] }) => poolKeys)) {
    const given = poolBaseUrl ?? baseUrl?.replace(/\/+$/, '');
    const settings = KeyPoolSettings.safeParse({ baseUrl: given }).data ?? KeyPoolSettings.parse({});
    const { keyPrefixes } = findProvider(POOL_PROVIDER);
    const prefixes = isOwnAddress(settings.baseUrl) ? keyPrefixes : [...keyPrefixes, 'sk-'];
    const { keys } = readKeys(text, prefixes);
    if (keys.length > 0) return { keys, settings };
  }
  return undefined;
}

const UNKNOWN: Record<ModelProtocol, ProviderId> = {
  openai: 'custom',
  gemini: 'gemini',
  anthropic: 'anthropic',
};

function choiceOf({ protocol, baseUrl, model }: NonNullable<LegacyFindings['model']>) {
  const { host } = new URL(baseUrl);
  const known = PROVIDERS.find(
    (provider) => provider.protocol === protocol && URL.parse(provider.baseUrl)?.host === host,
  );
  return { provider: known?.id ?? UNKNOWN[protocol], baseUrl, model };
}

/** Whether an address led to something that ran beside the old bot, and that is not there any more. */
function wasBeside(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return !hostname.includes('.') || /^(?:127\.|0\.0\.0\.0$)|\.hf\.space$/.test(hostname);
}
