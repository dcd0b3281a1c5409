/** The settings of the pool that the double knows, by their real names and with their real defaults. */
export interface PoolSettings {
  DATABASE_TYPE: string;
  SQLITE_DATABASE: string;
  API_KEYS: string[];
  ALLOWED_TOKENS: string[];
  AUTH_TOKEN: string;
  BASE_URL: string;
  PROXIES: string[];
  MAX_FAILURES: number;
  MAX_RETRIES: number;
  TIME_OUT: number;
  TEST_MODEL: string;
  FILTERED_MODELS: string[];
  CHECK_INTERVAL_HOURS: number;
  ERROR_LOG_RECORD_REQUEST_BODY: boolean;
  AUTO_DELETE_REQUEST_LOGS_ENABLED: boolean;
  LOG_LEVEL: string;
}

const DEFAULTS: PoolSettings = {
  DATABASE_TYPE: 'mysql',
  SQLITE_DATABASE: 'default_db',
  API_KEYS: [],
  ALLOWED_TOKENS: [],
  AUTH_TOKEN: '',
  BASE_URL: 'https://generativelanguage.googleapis.com/v1beta',
  PROXIES: [],
  MAX_FAILURES: 3,
  MAX_RETRIES: 3,
  TIME_OUT: 300,
  TEST_MODEL: 'gemini-2.5-flash-lite',
  FILTERED_MODELS: ['gemini-1.0-pro-vision-latest', 'gemini-pro-vision', 'chat-bison-001', 'text-bison-001'],
  CHECK_INTERVAL_HOURS: 1,
  ERROR_LOG_RECORD_REQUEST_BODY: false,
  AUTO_DELETE_REQUEST_LOGS_ENABLED: false,
  LOG_LEVEL: 'INFO',
};

/** What the image's own environment says where nobody says otherwise. */
const BAKED = { API_KEYS: '["your_api_key_1"]', ALLOWED_TOKENS: '["your_token_1"]' };

/** The process ends with this as its last words. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the environment as the real one does: lists are JSON, or nothing works. @throws SettingsError */
export function readSettings(given: Env): PoolSettings {
  const env: Env = { ...BAKED, ...given };
  const settings = structuredClone(DEFAULTS);
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    const text = env[name];
    if (text === undefined) continue;
    Object.assign(settings, { [name]: readValue(name, text, fallback) });
  }
  if (settings.DATABASE_TYPE === 'mysql' && !env['MYSQL_HOST']) {
    throw new SettingsError(
      `1 validation error for Settings\nMYSQL_HOST\n  Value error, MySQL configuration is required when DATABASE_TYPE is 'mysql' [type=value_error, input_value='', input_type=str]`,
    );
  }
  if (settings.DATABASE_TYPE !== 'sqlite' && settings.DATABASE_TYPE !== 'mysql')
    throw new SettingsError(`Unsupported database type. Please set DATABASE_TYPE to 'sqlite' or 'mysql'.`);
  settings.AUTH_TOKEN ||= settings.ALLOWED_TOKENS[0] ?? '';
  return settings;
}

function readValue(name: string, text: string, fallback: unknown): unknown {
  if (Array.isArray(fallback)) {
    const list = readList(text);
    if (!list)
      throw new SettingsError(
        `pydantic_settings.exceptions.SettingsError: error parsing value for field "${name}" from source "EnvSettingsSource"`,
      );
    return list;
  }
  if (typeof fallback === 'boolean') return /^(true|1|yes|on)$/i.test(text);
  if (typeof fallback !== 'number') return text;
  const value = Number(text);
  if (!Number.isInteger(value) || text.trim() === '')
    throw new SettingsError(
      `1 validation error for Settings\n${name}\n  Input should be a valid integer, unable to parse string as an integer`,
    );
  return value;
}

function readList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** How a setting stands in the database: always as text. */
export function toStored(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What stands in the database wins over the environment, but for which database that is. */
export function mergeStored(settings: PoolSettings, stored: Readonly<Record<string, string>>): PoolSettings {
  const merged = structuredClone(settings);
  for (const [name, text] of Object.entries(stored)) {
    const fallback = DEFAULTS[name as keyof PoolSettings];
    if (name === 'DATABASE_TYPE' || fallback === undefined) continue;
    const list = Array.isArray(fallback)
      ? (readList(text) ?? text.split(',').map((item) => item.trim()))
      : undefined;
    Object.assign(merged, { [name]: list ?? readStored(text, fallback) });
  }
  return merged;
}

function readStored(text: string, fallback: unknown): unknown {
  if (typeof fallback === 'boolean') return /^(true|1|yes|on)$/i.test(text);
  return typeof fallback === 'number' ? Number(text) : text;
}
