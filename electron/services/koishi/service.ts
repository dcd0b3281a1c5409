import companionCode from '../../../resources/koishi/companion.cjs?raw';
import modelCode from '../../../resources/koishi/model.cjs?raw';
import oneBotLineCode from '../../../resources/koishi/onebot-line.cjs?raw';
import reportCode from '../../../resources/koishi/report.cjs?raw';
import runnerCode from '../../../resources/koishi/run.cjs?raw';
import type { ServiceDefinition } from '../definition';
import { EXTRA_HOSTS } from '../host-address';
import type { Brain, DefinitionInput } from '../roles';
import { connect } from './client';
import { COMPANION_PORT, CONFIG_DIR, koishiEnv, koishiYaml } from './config';
import { readPreparation } from './log-lines';
import { prepare } from './preparation';
import { dateOf, presetFile, promptOf } from './presets';
import { KOISHI_VERSIONS } from './versions';

const [{ version: VERSION, image: IMAGE }] = KOISHI_VERSIONS;
const MEMORY_LIMIT_BYTES = 768 * 1024 * 1024;
const DATA_DIR = '/koishi';

/** Koishi with ChatLuna in it. */
export const koishi: Brain = {
  name: 'koishi',
  product: 'Koishi',
  version: VERSION,
  image: IMAGE,
  versions: KOISHI_VERSIONS,
  licence: 'Koishi and adapter-onebot: MIT; ChatLuna: AGPL-3.0',
  licenceUrl: 'https://github.com/koishijs/koishi/blob/master/LICENSE',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,
  // With ChatLuna in the lab, 107 MiB.
  memoryUsedBytes: 112_000_000,
  ports: [{ name: 'companion', container: COMPANION_PORT, preferredHost: COMPANION_PORT }],
  secrets: ['companion'],
  sensitive: ['config/', 'data/koishi.yml', 'data/.env'],
  readPreparation,
  define,
  prompt: (persona, now) => promptOf(persona, dateOf(now)),
  connect,
};

/** The container; without a model it can be prepared, and that is all it is good for. */
function define(input: DefinitionInput): ServiceDefinition {
  const preparation = prepare(input);
  const { companion: port } = input.ports;
  const { companion: token } = input.secrets;
  if (port === undefined || !token) throw new Error('koishi: the companion was given no port or no secret');
  return {
    name: 'koishi',
    image: IMAGE,
    // The image's entrypoint stays: it lays out the volume the first time.
    command: ['node', `--env-file=${CONFIG_DIR}/koishi.env`, `${CONFIG_DIR}/run.cjs`],
    env: { TZ: 'Asia/Shanghai' },
    ports: [{ name: 'companion', container: COMPANION_PORT, host: port }],
    volumes: [
      { name: 'data', path: DATA_DIR },
      { name: 'config', path: CONFIG_DIR, readOnly: true, kept: false },
    ],
    extraHosts: EXTRA_HOSTS,
    memoryBytes: MEMORY_LIMIT_BYTES,
    files: [
      { path: `${CONFIG_DIR}/koishi.yml`, content: koishiYaml(input) },
      { path: `${CONFIG_DIR}/koishi.env`, content: koishiEnv(input), mode: 0o600 },
      { path: `${CONFIG_DIR}/run.cjs`, content: runnerCode },
      { path: `${CONFIG_DIR}/companion.cjs`, content: companionCode },
      { path: `${CONFIG_DIR}/model.cjs`, content: modelCode },
      { path: `${CONFIG_DIR}/onebot-line.cjs`, content: oneBotLineCode },
      { path: `${CONFIG_DIR}/report.cjs`, content: reportCode },
      { path: `${DATA_DIR}/data/chathub/presets/botpier.yml`, content: presetFile(input.bot.persona) },
    ],
    ...(preparation ? { prepare: preparation } : {}),
    stopTimeoutSeconds: 10,
  };
}
