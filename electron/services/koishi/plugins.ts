import type { PluginPackage, PluginSet } from '../versions';

/** Runs Koishi 4.18.11: the versions below are what its boilerplate v1.16.1 brings in the image. */
const KOISHI = '4.18.11';

/**
 * ChatLuna and its adapters are released together, and an adapter works with the core of its own release only:
 * beside another one everything loads, and the first message fails. Raise them together.
 */
const CHATLUNA = '1.4.0';

/** Every package of the brain at its exact version, with the peers it names: what is installed, all of it at once. */
export const PLUGINS: readonly PluginPackage[] = [
  { name: 'koishi', version: KOISHI, peers: {} },
  { name: '@koishijs/plugin-commands', version: '3.5.5', peers: { koishi: '^4.18.8' } },
  { name: '@koishijs/plugin-database-sqlite', version: '4.7.0', peers: { koishi: '^4.18.0' } },
  { name: '@koishijs/plugin-help', version: '2.4.6', peers: { koishi: '^4.18.7' } },
  { name: '@koishijs/plugin-http', version: '0.6.3', peers: { koishi: '^4.18.0' } },
  { name: '@koishijs/plugin-locales', version: '2.5.3', peers: { koishi: '^4.16.4' } },
  { name: '@koishijs/plugin-proxy-agent', version: '0.3.3', peers: { koishi: '^4.17.9' } },
  { name: '@koishijs/plugin-server', version: '3.2.9', peers: { koishi: '^4.18.11' } },
  { name: 'koishi-plugin-adapter-onebot', version: '6.9.4', peers: { koishi: '^4.18.6' } },
  { name: 'koishi-plugin-chatluna', version: CHATLUNA, peers: { koishi: '^4.18.9' } },
  ...['claude', 'deepseek', 'google-gemini', 'ollama', 'openai-like', 'qwen'].map((platform) => ({
    name: `koishi-plugin-chatluna-${platform}-adapter`,
    version: CHATLUNA,
    peers: { koishi: '^4.18.9', 'koishi-plugin-chatluna': '^1.4.0' },
  })),
];

/** Named after ChatLuna's release; a further digit for each set that is made of one. */
export const PLUGINS_1_4_0: PluginSet = { name: `${CHATLUNA}-1`, packages: PLUGINS };
