import { createHash } from 'node:crypto';
import { GATEWAY_PORT } from '../../contract/gateway';
import type { ServiceDefinition } from '../definition';
import { EXTRA_HOSTS } from '../host-address';
import type { DefinitionInput, Gateway } from '../roles';
import { caddyConfig } from './caddy-config';
import { connect } from './client';
import { CADDY_VERSIONS } from './versions';

const [{ version: VERSION, image: IMAGE }] = CADDY_VERSIONS;
const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

const NAME = 'gateway';
const CONFIG_FILE = '/etc/caddy/botpier.json';
const STAGED_FILE = '/etc/caddy/botpier-next.json';
/** No port: what could speak to it could also change who may come in. */
const ADMIN_SOCKET = 'unix//run/botpier-gateway.sock';
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** Caddy in front of all panels, with a configuration made from the route table. */
export const gateway: Gateway = {
  name: NAME,
  product: 'Caddy',
  version: VERSION,
  image: IMAGE,
  versions: CADDY_VERSIONS,
  licence: 'Caddy: Apache-2.0',
  licenceUrl: 'https://github.com/caddyserver/caddy/blob/master/LICENSE',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,
  ports: [{ name: 'web', container: GATEWAY_PORT, preferredHost: GATEWAY_PORT }],
  secrets: ['door', 'session'],
  sensitive: ['data/'],
  live: {
    file: CONFIG_FILE,
    staged: STAGED_FILE,
    command: ['caddy', 'reload', '--config', STAGED_FILE, '--address', ADMIN_SOCKET],
    markOf: (content) => MARK.exec(content)?.[1],
  },
  define,
  connect,
};

/** As it stands in the answer of `/admin/health`, which is text inside the configuration. */
const MARK = /\\"config\\":\\"([0-9a-f]+)\\"/;

function define(input: DefinitionInput): ServiceDefinition {
  const { web: port } = input.ports;
  const { reach = 'loopback', domain } = input.bot.gateway ?? {};
  if (port === undefined) throw new Error('gateway: no host port chosen for web');
  const isOpen = reach === 'network';
  return {
    name: NAME,
    image: IMAGE,
    command: ['caddy', 'run', '--config', CONFIG_FILE],
    env: { TZ: 'Asia/Shanghai' },
    ports: [
      // With a domain everybody else comes by HTTPS.
      { name: 'web', container: GATEWAY_PORT, host: port, ...(isOpen && !domain ? OPEN : {}) },
      ...(isOpen && domain
        ? [
            { name: 'http', container: HTTP_PORT, host: HTTP_PORT, ...OPEN },
            { name: 'https', container: HTTPS_PORT, host: HTTPS_PORT, ...OPEN },
          ]
        : []),
    ],
    // Certificates.
    volumes: [{ name: 'data', path: '/data' }],
    extraHosts: EXTRA_HOSTS,
    memoryBytes: MEMORY_LIMIT_BYTES,
    // A change goes live without another container.
    files: [{ path: CONFIG_FILE, content: configOf(input, port), mode: 0o600, hashed: false }],
    stopTimeoutSeconds: 5,
  };
}

const OPEN = { reach: 'network' } as const;

function configOf({ bot, gateway: given, secrets }: DefinitionInput, port: number): string {
  const { door, session } = secrets;
  if (!given || !door || !session) throw new Error('gateway: it was given no table or no secret');
  const { reach = 'loopback', domain } = bot.gateway ?? {};
  const config = (mark: string) =>
    JSON.stringify(
      caddyConfig({
        table: given.table,
        around: { upstreams: given.upstreams, name: NAME, port, reach, domain },
        listen: { web: GATEWAY_PORT, http: HTTP_PORT, https: HTTPS_PORT },
        socket: ADMIN_SOCKET,
        admin: given.door,
        secrets: { door, session },
        mark,
      }),
    );
  return config(createHash('sha256').update(config('')).digest('hex').slice(0, 16));
}
