import type { ServiceDefinition } from '../definition';
import type { DefinitionInput, Messenger } from '../roles';
import { BRIDGE_PORT, CONFIG_DIR, MONITOR_PORT, mergeOneBot, mergeWebUi, WEBUI_PORT } from './config';
import { createConnector } from './connection';
import { readLegacy } from './read-legacy';
import { NAPCAT_VERSIONS } from './versions';
import { createPanelEntry, createWebAccess } from './web-access';

const [{ version: VERSION, image: IMAGE }] = NAPCAT_VERSIONS;
const MEMORY_LIMIT_BYTES = 1_536 * 1024 * 1024;

/** QQ need not be root; the image hands its folders over to this user at every start. */
const QQ_USER = 1_000;

const openWeb = createWebAccess();

/** NapCat: QQ for Linux, speaking OneBot v11. */
export const napcat: Messenger = {
  name: 'napcat',
  product: 'NapCat',
  version: VERSION,
  image: IMAGE,
  versions: NAPCAT_VERSIONS,
  licence: 'NapCat: its own limited licence, not open source; QQ inside it: proprietary (Tencent)',
  licenceUrl: 'https://github.com/NapNeko/NapCatQQ/blob/main/LICENSE',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,
  ports: [
    { name: 'webui', container: WEBUI_PORT, preferredHost: WEBUI_PORT },
    { name: 'monitor', container: MONITOR_PORT, preferredHost: MONITOR_PORT },
  ],
  secrets: ['webui', 'bridge', 'monitor'],
  sensitive: ['qq/', 'config/'],
  legacyPlaces: [
    { folder: 'app/.config/QQ', volume: 'qq', owner: QQ_USER },
    // Started in the home folder, it kept its settings there; the other folder is the image's own.
    { folder: 'home/user/config', volume: 'config', owner: QQ_USER },
    { folder: 'app/napcat/config', volume: 'config', owner: QQ_USER },
  ],
  readLegacy,
  bridge: { url: `ws://napcat:${BRIDGE_PORT}`, secret: 'bridge' },
  panel: { port: 'webui', path: '/webui/', enter: createPanelEntry(openWeb) },
  define,
  connect: createConnector(openWeb),
};

/**
 * The container of one account. The first sign-in must not change it, or QQ would be re-created right after the
 * scan; so the account is in no environment variable (`ACCOUNT`, `NAPCAT_QUICK_ACCOUNT`) but merged into
 * `webui.json`, and its own OneBot file is left out of the hash.
 */
function define(input: DefinitionInput): ServiceDefinition {
  const { bot } = input;
  const webui = secretOf(input, 'webui');
  const ends = {
    bridge: secretOf(input, 'bridge'),
    monitor: secretOf(input, 'monitor'),
    brainUrl: input.bridge.dials === 'messenger' ? input.bridge.url : undefined,
  };
  const accountFile = {
    path: `${CONFIG_DIR}/onebot11_${bot.account}.json`,
    content: mergeOneBot(undefined, ends),
    merge: (existing: string | undefined) => mergeOneBot(existing, ends),
    mode: 0o600,
    hashed: false,
  } as const;
  return {
    name: 'napcat',
    image: IMAGE,
    env: {
      // Forced at every start, whatever webui.json says. `MODE` is left out: it brings servers without a token.
      NAPCAT_WEBUI_SECRET_KEY: webui,
      NAPCAT_UID: String(QQ_USER),
      NAPCAT_GID: String(QQ_USER),
      TZ: 'Asia/Shanghai',
    },
    hostname: bot.device.hostname,
    macAddress: bot.device.mac,
    ports: napcat.ports.map(({ name, container }) => ({ name, container, host: portOf(input, name) })),
    volumes: [
      { name: 'qq', path: '/app/.config/QQ' },
      { name: 'config', path: CONFIG_DIR },
    ],
    memoryBytes: MEMORY_LIMIT_BYTES,
    files: [
      // QQ derives its device id from this and the MAC; the image's own changes with every version.
      { path: '/etc/machine-id', content: `${bot.device.machineId}\n`, mode: 0o444 },
      {
        path: `${CONFIG_DIR}/webui.json`,
        content: mergeWebUi(undefined, webui, undefined),
        merge: (existing) => mergeWebUi(existing, webui, bot.account),
        mode: 0o600,
      },
      // What an account without a file of its own starts from.
      // Another brain or token is no reason for another container: a running NapCat is told by its API.
      {
        path: `${CONFIG_DIR}/onebot11.json`,
        content: mergeOneBot(undefined, ends),
        mode: 0o600,
        hashed: false,
      },
      ...(bot.account === undefined ? [] : [accountFile]),
    ],
    // Its first process ignores SIGTERM: waiting longer only delays the kill.
    stopTimeoutSeconds: 1,
  };
}

function secretOf(input: DefinitionInput, name: string): string {
  const secret = input.secrets[name];
  if (!secret) throw new Error(`napcat: the secret ${name} is missing`);
  return secret;
}

function portOf(input: DefinitionInput, name: string): number {
  const port = input.ports[name];
  if (port === undefined) throw new Error(`napcat: no host port chosen for ${name}`);
  return port;
}
