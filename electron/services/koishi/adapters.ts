import { isNearby } from '../host-address';
import type { ModelAccess } from '../roles';

/** The ChatLuna plugin that reaches a model: an entry of koishi.yml. */
export interface Adapter {
  /** The plugin's name in koishi.yml. */
  plugin: string;
  /** What ChatLuna calls the provider: `<platform>/<model>` names the model. */
  platform: string;
  settings: Record<string, unknown>;
}

interface Row {
  fits(model: ModelAccess): boolean;
  /** The entry; `key` stands in for the key, which is not in koishi.yml. */
  build(model: ModelAccess, key: string): Adapter;
}

const CONTEXT_TOKENS = 128_000;

/** The Qwen adapter knows this address and no other. */
const DASHSCOPE = 'https://dashscope.aliyuncs.com/compatible-mode/v1';

/** The first that fits. All are installed, so that another provider needs no download. */
const ROWS: readonly Row[] = [
  {
    fits: ({ protocol }) => protocol === 'gemini',
    build: (model, key) => ({
      plugin: 'chatluna-google-gemini-adapter',
      platform: 'gemini',
      settings: { platform: 'gemini', ...named(model), apiKeys: [[key, trimSlash(model.baseUrl), true]] },
    }),
  },
  {
    fits: ({ protocol }) => protocol === 'anthropic',
    build: (model, key) => ({
      plugin: 'chatluna-claude-adapter',
      platform: 'claude',
      settings: { platform: 'claude', ...named(model), apiKeys: [[key, trimSlash(model.baseUrl), true]] },
    }),
  },
  {
    // It drops every model whose name does not say so from the provider's list.
    fits: ({ provider, model }) => provider === 'deepseek' && model.includes('deepseek'),
    build: (model, key) => ({
      plugin: 'chatluna-deepseek-adapter',
      platform: 'deepseek',
      settings: { apiKeys: [[key, trimSlash(model.baseUrl), true]] },
    }),
  },
  {
    // These two words it takes out of a model's name, as switches of its own.
    fits: ({ provider, baseUrl, model }) =>
      provider === 'qwen' && trimSlash(baseUrl) === DASHSCOPE && !/thinking|default/.test(model),
    build: (model, key) => ({
      plugin: 'chatluna-qwen-adapter',
      platform: 'qwen',
      settings: {
        additionalModels: named(model).additionalModels,
        enableSearch: false,
        apiKeys: [[key, true]],
      },
    }),
  },
  {
    fits: ({ provider }) => provider === 'ollama',
    build: ({ baseUrl }) => ({
      plugin: 'chatluna-ollama-adapter',
      platform: 'ollama',
      settings: { apiEndpoints: [[trimSlash(baseUrl).replace(/\/v1$/, ''), true]] },
    }),
  },
  {
    fits: () => true,
    build: (model, key) => ({
      plugin: 'chatluna-openai-like-adapter',
      platform: 'openai-like',
      settings: {
        platform: 'openai-like',
        ...named(model),
        apiKeys: [[key, trimSlash(model.baseUrl), true]],
      },
    }),
  },
];

/** How ChatLuna reaches a model, with `key` where the key belongs. */
export function chooseAdapter(model: ModelAccess, key: string): Adapter {
  const row = ROWS.find(({ fits }) => fits(model));
  if (!row) throw new Error(`no adapter reaches ${model.provider}`);
  const adapter = row.build(model, key);
  // The user's proxy leads out; a model on this computer is not out there.
  const proxyMode = isNearby(model.baseUrl) ? { proxyMode: 'off' } : {};
  return { ...adapter, settings: { ...adapter.settings, ...proxyMode } };
}

/**
 * The one model, by name: without asking the provider for its list at each start, which would be one more
 * thing that has to be up then.
 */
function named({ model }: ModelAccess) {
  return { pullModels: false, additionalModels: [{ model, contextSize: CONTEXT_TOKENS }] };
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
