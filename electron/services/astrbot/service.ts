import { createHash } from 'node:crypto';
import hearingCode from '../../../resources/astrbot/hearing.py?raw';
import companionCode from '../../../resources/astrbot/main.py?raw';
import companionMetadata from '../../../resources/astrbot/metadata.yaml?raw';
import type { ServiceDefinition } from '../definition';
import { EXTRA_HOSTS } from '../host-address';
import { personaPrompt } from '../persona-prompt';
import type { Brain, DefinitionInput } from '../roles';
import { connect } from './client';
import {
  astrbotEnv,
  BRIDGE_PORT,
  CONFIG_DIR,
  cmdConfig,
  DATA_DIR,
  PANEL_PORT,
  PANEL_USER,
  PERSONA,
  PLATFORM,
  PROVIDER,
} from './config';
import { readLegacy } from './read-legacy';
import { mintToken } from './token';
import { ASTRBOT_VERSIONS } from './versions';

const [{ version: VERSION, image: IMAGE }] = ASTRBOT_VERSIONS;
const MEMORY_LIMIT_BYTES = 1_024 * 1024 * 1024;
const PLUGIN_DIR = `${DATA_DIR}/plugins/botpier`;

/** AstrBot, which waits for the messenger to dial it. */
export const astrbot: Brain = {
  name: 'astrbot',
  product: 'AstrBot',
  version: VERSION,
  image: IMAGE,
  versions: ASTRBOT_VERSIONS,
  licence: 'AstrBot: AGPL-3.0',
  licenceUrl: 'https://github.com/AstrBotDevs/AstrBot/blob/master/LICENSE',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,
  // 4.27.4 in the lab, 232 MiB.
  memoryUsedBytes: 243_000_000,
  ports: [{ name: 'panel', container: PANEL_PORT, preferredHost: PANEL_PORT }],
  secrets: ['password', 'jwt'],
  sensitive: ['config/', 'data/cmd_config.json', 'data/config/', 'data/mcp_server.json', 'data/.env'],
  panel: {
    port: 'panel',
    path: '/',
    enter: async ({ secrets, clock }) => ({
      user: PANEL_USER,
      token: mintToken(secrets['jwt'] ?? '', clock.now()),
    }),
  },
  legacyPlaces: [{ folder: 'home/user/AstrBot/data', volume: 'data', owner: 0, databases: ['data_v4.db'] }],
  readLegacy,
  listensAt: `ws://astrbot:${BRIDGE_PORT}/ws`,
  define,
  // AstrBot adds the time by itself.
  prompt: personaPrompt,
  connect,
};

function define(input: DefinitionInput): ServiceDefinition {
  const { panel: port } = input.ports;
  if (port === undefined) throw new Error('astrbot: no host port chosen for panel');
  return {
    name: 'astrbot',
    image: IMAGE,
    // The key comes by a file: what stands in `env` is shown to whoever may look at the container.
    command: ['sh', '-c', `set -a; . ${CONFIG_DIR}/astrbot.env; set +a; exec python main.py`],
    env: { TZ: 'Asia/Shanghai' },
    ports: [{ name: 'panel', container: PANEL_PORT, host: port }],
    volumes: [
      { name: 'data', path: DATA_DIR },
      { name: 'config', path: CONFIG_DIR, readOnly: true, kept: false },
    ],
    extraHosts: EXTRA_HOSTS,
    memoryBytes: MEMORY_LIMIT_BYTES,
    files: [
      {
        path: `${DATA_DIR}/cmd_config.json`,
        content: cmdConfig(input),
        merge: (existing) => cmdConfig(input, existing),
        mode: 0o600,
      },
      { path: `${CONFIG_DIR}/astrbot.env`, content: astrbotEnv(input), mode: 0o600 },
      { path: `${PLUGIN_DIR}/main.py`, content: companionCode },
      { path: `${PLUGIN_DIR}/hearing.py`, content: hearingCode },
      { path: `${PLUGIN_DIR}/metadata.yaml`, content: companionMetadata },
      { path: `${PLUGIN_DIR}/settings.json`, content: companionSettings(input) },
    ],
    stopTimeoutSeconds: 10,
  };
}

function companionSettings({ bot, bridge }: DefinitionInput): string {
  const settings = {
    platform: PLATFORM,
    provider: PROVIDER,
    // Enough to see that somebody edited the token; the file is readable to all plugins.
    bridge: { port: BRIDGE_PORT, tokenSha256: createHash('sha256').update(bridge.token).digest('hex') },
    persona: { id: PERSONA, prompt: personaPrompt(bot.persona) },
    owners: bot.owner ? [bot.owner] : [],
    hearing: bot.hearing,
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}
