import type { ServiceDefinition } from '../definition';
import { EXTRA_HOSTS } from '../host-address';
import type { KeyPool } from '../key-pool-role';
import type { DefinitionInput } from '../roles';
import { connect } from './client';
import { API_PORT, CONFIG_DIR, DATA_DIR, poolEnv, poolSecretsEnv, poolSeed } from './config';
import { LEGACY_ENV, readLegacy } from './read-legacy';
import { GEMINI_BALANCE_VERSIONS } from './versions';

const [{ version: VERSION, image: IMAGE }] = GEMINI_BALANCE_VERSIONS;
const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;

/** Gemini Balance: many keys of Gemini behind one token, as an OpenAI-shaped API. */
export const geminiBalance: KeyPool = {
  name: 'gemini-balance',
  product: 'Gemini Balance',
  version: VERSION,
  image: IMAGE,
  versions: GEMINI_BALANCE_VERSIONS,
  licence: 'CC BY-NC 4.0',
  licenceUrl: 'https://github.com/snailyp/gemini-balance/blob/main/LICENSE',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,
  ports: [{ name: 'api', container: API_PORT, preferredHost: API_PORT }],
  secrets: ['admin', 'client'],
  sensitive: ['config/', 'data/'],
  ownLogin: [
    '/(?:hf/v1|v1|openai/v1)/(?:models|chat/completions|embeddings|images/generations|audio/speech)',
    '/(?:gemini/)?v1beta/models(?:/[^/:]+:[A-Za-z]+)?',
  ],
  legacyPlaces: [{ folder: 'home/user/gemini-data', volume: 'data', owner: 0 }],
  legacyReads: [LEGACY_ENV],
  readLegacy,
  renewed: ['admin'],
  define,
  modelAccess: ({ client = '' }, model) => ({
    provider: 'custom',
    protocol: 'openai',
    baseUrl: `http://gemini-balance:${API_PORT}/v1`,
    model,
    key: client,
  }),
  seed: poolSeed,
  connect,
};

function define({ ports, secrets }: DefinitionInput): ServiceDefinition {
  const { api: port } = ports;
  const { admin, client } = secrets;
  if (port === undefined || !admin || !client)
    throw new Error('gemini-balance: it was given no port or no secret');
  return {
    name: 'gemini-balance',
    image: IMAGE,
    command: [
      'sh',
      '-c',
      `set -a; . ${CONFIG_DIR}/pool.env; set +a; exec uvicorn app.main:app --host 0.0.0.0 --port ${API_PORT} --no-access-log`,
    ],
    env: poolEnv(),
    ports: [{ name: 'api', container: API_PORT, host: port }],
    volumes: [
      { name: 'data', path: DATA_DIR },
      { name: 'config', path: CONFIG_DIR, readOnly: true, kept: false },
    ],
    // It looks for a newer version of itself before it serves, and waits ten seconds where that is blocked.
    extraHosts: { ...EXTRA_HOSTS, 'api.github.com': '127.0.0.1' },
    memoryBytes: MEMORY_LIMIT_BYTES,
    files: [{ path: `${CONFIG_DIR}/pool.env`, content: poolSecretsEnv({ admin, client }), mode: 0o600 }],
    stopTimeoutSeconds: 10,
  };
}
