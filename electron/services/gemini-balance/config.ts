import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { KeyPoolWish } from '../key-pool-role';

export const API_PORT = 8000;
export const DATA_DIR = '/app/data';
export const CONFIG_DIR = '/etc/botpier';

/** Its tokens: of who may change it, and of who may ask through it. */
export interface PoolTokens {
  admin: string;
  client: string;
}

/**
 * At `INFO` it writes client tokens, and at `WARNING` keys, in clear text into its log. What went wrong is told by its
 * own list of errors instead.
 */
const LOG_LEVEL = 'ERROR';

/**
 * The environment of its first start. Lists must be JSON, or it ends at once. Everything in here is written into its
 * database then, and from there on the database wins: what changes later goes by its API (`poolConfig`), and so this
 * never changes and never re-creates the container.
 */
export function poolEnv(): Record<string, string> {
  return {
    TZ: 'Asia/Shanghai',
    // Without this it wants a MySQL server.
    DATABASE_TYPE: 'sqlite',
    // The image brings a key and tokens of its own, which everybody knows.
    API_KEYS: '[]',
    LOG_LEVEL,
    ERROR_LOG_RECORD_REQUEST_BODY: 'false',
    AUTO_DELETE_REQUEST_LOGS_ENABLED: 'true',
  };
}

/**
 * pool.env: what must not be shown to whoever may look at the container, for a shell to read. The database goes by
 * the token it was made with: another token is another, empty database, where an old one would refuse us for good.
 */
export function poolSecretsEnv({ admin, client }: PoolTokens): string {
  return [
    `AUTH_TOKEN='${admin}'`,
    `ALLOWED_TOKENS='${JSON.stringify([client])}'`,
    `SQLITE_DATABASE='${databaseName(admin)}'`,
    '',
  ].join('\n');
}

function databaseName(admin: string): string {
  return `botpier-${createHash('sha256').update(`database ${admin}`).digest('hex').slice(0, 8)}.db`;
}

/** What of the wish its environment can hold: numbers as they are, lists as JSON. */
export function poolSeed(wish: KeyPoolWish): Record<string, string> {
  return {
    API_KEYS: JSON.stringify(wish.keys),
    BASE_URL: wish.baseUrl,
    PROXIES: JSON.stringify(wish.proxies),
    MAX_RETRIES: String(wish.maxRetries),
    MAX_FAILURES: String(wish.maxFailures),
    TEST_MODEL: wish.testModel,
  };
}

/** What is ours in its configuration, by its own names; all else in there belongs to the user. */
export function poolConfig(wish: KeyPoolWish, { admin, client }: PoolTokens): PoolConfig {
  return {
    API_KEYS: [...wish.keys],
    ALLOWED_TOKENS: [client],
    AUTH_TOKEN: admin,
    BASE_URL: wish.baseUrl,
    PROXIES: [...wish.proxies],
    MAX_RETRIES: wish.maxRetries,
    MAX_FAILURES: wish.maxFailures,
    TEST_MODEL: wish.testModel,
    // Left out, the change is made and answered with 400 all the same.
    LOG_LEVEL,
  };
}

/** As `GET /api/config` answers; a wrong type in there is somebody's edit, which nothing checks. */
export const PoolConfig = z.object({
  API_KEYS: z.array(z.string()).catch([]),
  ALLOWED_TOKENS: z.array(z.string()).catch([]),
  AUTH_TOKEN: z.string().catch(''),
  BASE_URL: z.string().catch(''),
  PROXIES: z.array(z.string()).catch([]),
  MAX_RETRIES: z.number().catch(0),
  MAX_FAILURES: z.number().catch(0),
  TEST_MODEL: z.string().catch(''),
  LOG_LEVEL: z.string().catch(''),
});
export type PoolConfig = z.infer<typeof PoolConfig>;

/** Names of our settings that stand otherwise there. */
export function differingSettings(ours: PoolConfig, theirs: PoolConfig): string[] {
  return Object.entries(ours)
    .filter(([name, value]) => !isDeepStrictEqual(value, theirs[name as keyof PoolConfig]))
    .map(([name]) => name);
}
