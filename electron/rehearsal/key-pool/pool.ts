import type { ProgramHost } from '../../lib/program-host';
import { createKeyRing, type KeyRing } from './key-ring';
import { type DatabaseFault, openDatabase, type PoolDatabase } from './pool-database';
import type { PoolLog } from './pool-log';
import { mergeStored, type PoolSettings, toStored } from './pool-settings';
import { callUpstream, type UpstreamCall, UpstreamRefusal } from './upstream';

/** One run of the pool: its settings, its keys and its database. */
export interface Pool {
  readonly settings: PoolSettings;
  readonly log: PoolLog;
  /** @throws what the real one answers to everything while it did not come up */
  ring(): KeyRing;
  /** @throws when the database is broken */
  database(): PoolDatabase;
  /** Takes settings over at once, then into the database. @throws when the database does not take them */
  update(change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Reads the environment again, which leaves the pool without keys until it is started anew. */
  reset(): void;
  call(key: string, call: UpstreamCall): Promise<string>;
  /** Tries up to MAX_RETRIES keys in turn, `first` before others. @throws what the last one failed with */
  attempt<T>(first: string, work: (key: string) => Promise<T>): Promise<T>;
  noteError(kind: string, key: string, model: string, error: unknown): Promise<void>;
}

const NO_RING = 'API keys are required to initialize or re-initialize the KeyManager instance.';

/** Starts it. A broken database is written into the log and leaves it running without keys. */
export async function startPool(
  host: ProgramHost,
  env: PoolSettings,
  log: PoolLog,
  fault: () => DatabaseFault | undefined,
): Promise<Pool> {
  let settings = env;
  let ring: KeyRing | undefined;
  let database: PoolDatabase | undefined;
  try {
    database = await openDatabase(host.files, env.SQLITE_DATABASE, fault);
    settings = mergeStored(env, database.settings);
    await database.saveSettings(allStored(settings));
    log.setLevel(settings.LOG_LEVEL);
    ring = createKeyRing(settings.API_KEYS, settings.MAX_FAILURES);
    log('INFO', 'application.py:57', 'Database, config sync, and KeyManager initialized successfully');
  } catch (error) {
    log('CRITICAL', 'application.py:113', `Critical error during application startup: ${messageOf(error)}`);
  }

  const ringNow = () => {
    if (!ring) throw new Error(NO_RING);
    return ring;
  };
  const databaseNow = () => {
    if (!database) throw new Error('DatabaseBackend is not running');
    return database;
  };
  const pool: Pool = {
    get settings() {
      return settings;
    },
    log,
    ring: ringNow,
    database: databaseNow,
    async update(change) {
      const known = Object.entries(change).filter(([name]) => Object.hasOwn(settings, name));
      settings = { ...settings, ...Object.fromEntries(known) };
      await databaseNow().saveSettings(
        Object.fromEntries(Object.entries(change).map(([name, value]) => [name, toStored(value)])),
      );
      ring = (ring ?? createKeyRing([], 1)).rebuild(settings.API_KEYS, settings.MAX_FAILURES);
    },
    reset() {
      settings = env;
      ring = undefined;
    },
    call: (key, call) => callUpstream(host, settings, key, call),
    async attempt(first, work) {
      let key = first;
      for (let tries = 1; ; tries++) {
        try {
          return await work(key);
        } catch (error) {
          log('WARNING', 'retry_handler.py:34', `API call failed with error: ${messageOf(error)}.`);
          key = ringNow().fail(key, tries, settings.MAX_RETRIES);
          if (key === '' || tries >= settings.MAX_RETRIES) throw error;
          log('INFO', 'retry_handler.py:44', 'Switched to new API key');
        }
      }
    },
    async noteError(kind, key, model, error) {
      // What has no status and no body is not written down.
      if (!(error instanceof UpstreamRefusal)) return;
      await database
        ?.addError({
          gemini_key: key,
          error_type: kind,
          error_log: error.body,
          error_code: error.status,
          model_name: model,
          request_time: new Date(host.clock.now()).toISOString(),
        })
        .catch(() => undefined);
    },
  };
  return pool;
}

function allStored(settings: PoolSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([name]) => name !== 'DATABASE_TYPE')
      .map(([name, value]) => [name, toStored(value)]),
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
