import { basename, join } from 'node:path';
import { z } from 'zod';
import { Settings, type SettingsPatch } from '../../contract/settings';
import type { Notice } from '../../contract/view';
import { readFileIfAny, removeStaleTemps } from '../../lib/atomic-file';
import type { Clock } from '../../lib/clock';
import { moveAside } from '../../lib/move-aside';
import { createQueue } from '../../lib/queue';
import { createValue, type Readable } from '../../lib/value';
import { saveFile } from '../save-file';
import { salvageSettings } from './salvage-settings';

export interface StoreOptions {
  /** The data directory. */
  dir: string;
  clock: Clock;
  /** Leaves the directory as it is: another process may be at work in it. */
  lookOnly?: boolean;
  onNotice: (code: Notice['code'], params: Notice['params'], at: number) => void;
}

export interface SettingsStore extends Readable<Settings> {
  /**
   * Changes the given values; on disk when it resolves. Answers the patch that undoes it.
   * @throws AppError `diskFull`; then nothing has changed.
   */
  patch(patch: SettingsPatch): Promise<SettingsPatch>;
}

const Versioned = z.looseObject({ version: z.number().default(1) });

/** What was found on disk. `frozen`: written by a newer version, which must find it as it left it. */
interface Found {
  settings: Settings;
  /** The file's own object, with the keys that we do not know. */
  raw: Record<string, unknown>;
  frozen: boolean;
}

/**
 * Opens `settings.json`. A file that is no settings file is moved aside, what is valid in it is kept, and a
 * notice says so; one of a newer version is left alone, and changes last until the end of the process.
 */
export async function createSettingsStore(options: StoreOptions): Promise<SettingsStore> {
  const { dir, clock, lookOnly = false, onNotice } = options;
  const path = join(dir, 'settings.json');
  const queue = createQueue();
  if (!lookOnly) await removeStaleTemps(dir);
  const { settings, raw, frozen } = await load();
  const value = createValue(settings);

  async function load(): Promise<Found> {
    const text = await readFileIfAny(path).catch(() => '');
    if (text === undefined) return { settings: Settings.parse({}), raw: {}, frozen: false };
    const json = parseJson(text);
    const versioned = Versioned.safeParse(json);
    if (versioned.success && versioned.data.version > 1) {
      onNotice('settingsNewer', { version: versioned.data.version }, clock.now());
      return { settings: salvageSettings(json), raw: {}, frozen: true };
    }
    const valid = Settings.safeParse(json);
    if (valid.success && versioned.success)
      return { settings: valid.data, raw: versioned.data, frozen: false };
    const file = basename(lookOnly ? path : await moveAside(path, clock.now()));
    onNotice('settingsReset', { file }, clock.now());
    return { settings: salvageSettings(json), raw: {}, frozen: false };
  }

  return {
    get: value.get,
    subscribe: value.subscribe,
    patch: (patch) =>
      queue.run(async () => {
        const before = value.get();
        const after = Settings.parse(merge(before, patch));
        if (!frozen) await saveFile(path, `${JSON.stringify(merge(raw, after), null, 2)}\n`);
        value.set(after);
        return pick(before, patch) as SettingsPatch;
      }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `base` with the values of `change`, key by key; an undefined one changes nothing. */
function merge(base: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, next] of Object.entries(change)) {
    if (next === undefined) continue;
    const old = base[key];
    merged[key] = isRecord(next) ? merge(isRecord(old) ? old : {}, next) : next;
  }
  return merged;
}

/** The values that `value` has for the keys of `shape`. */
function pick(value: Record<string, unknown>, shape: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => {
        const old = value[key];
        return [key, isRecord(inner) && isRecord(old) ? pick(old, inner) : old];
      }),
  );
}
