import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { SnapshotId, SnapshotManifest, SnapshotReason, type SnapshotSummary } from '../../contract/snapshot';
import { codeOf, readFileIfAny, removeStaleTemps } from '../../lib/atomic-file';
import { saveFile } from '../save-file';

/** A snapshot by what its file's name tells. */
export interface ShelvedSnapshot {
  id: SnapshotId;
  reason: SnapshotReason;
  at: number;
}

/** The manifests of all bots: one file `<bot>/<id>.<reason>.json` each, beside the objects they name. */
export interface SnapshotShelf {
  /** Newest first. */
  names(bot: BotId): Promise<ShelvedSnapshot[]>;
  /** Newest first; what cannot be read is left out. */
  list(bot: BotId): Promise<SnapshotSummary[]>;
  /** @throws AppError `unknownSnapshot`, `snapshotDamaged`, `snapshotNewer` */
  load(bot: BotId, id: SnapshotId): Promise<SnapshotManifest>;
  /** Its objects must have been settled. @throws AppError `diskFull` */
  save(manifest: SnapshotManifest): Promise<void>;
  /** Absent is fine. */
  remove(bot: BotId, id: SnapshotId): Promise<void>;
  removeAll(bot: BotId): Promise<void>;
  /** Sums that any manifest of any bot names; undefined when one cannot be read, so that nobody knows. */
  named(): Promise<Set<string> | undefined>;
}

const FILE = /^(\d{8}T\d{6}-[0-9a-z]{6})\.([a-z]+)\.json$/;
const OBJECTS = 'objects';

export function createSnapshotShelf(folder: string): SnapshotShelf {
  const summaries = new Map<SnapshotId, SnapshotSummary>();

  async function filesOf(bot: string): Promise<{ file: string; snapshot: ShelvedSnapshot }[]> {
    const names = await readdir(join(folder, bot)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((name) => {
        const [, id, reason] = FILE.exec(name) ?? [];
        const known = SnapshotReason.safeParse(reason).data;
        if (id === undefined || !known) return [];
        return [{ file: join(folder, bot, name), snapshot: { id, reason: known, at: timeOf(id) } }];
      })
      .sort((one, other) => (one.snapshot.id < other.snapshot.id ? 1 : -1));
  }

  async function load(bot: BotId, id: SnapshotId): Promise<SnapshotManifest> {
    const found = (await filesOf(bot)).find(({ snapshot }) => snapshot.id === id);
    const text = found && (await readFileIfAny(found.file));
    if (text === undefined) throw new AppError('unknownSnapshot');
    return readManifest(text);
  }

  return {
    names: async (bot) => (await filesOf(bot)).map(({ snapshot }) => snapshot),
    load,
    async list(bot) {
      const found: SnapshotSummary[] = [];
      for (const { snapshot } of await filesOf(bot)) {
        const summary =
          summaries.get(snapshot.id) ??
          (await load(bot, snapshot.id).then(summarise, (error: unknown) => {
            if (!(error instanceof AppError)) throw error;
            return undefined;
          }));
        if (!summary) continue;
        summaries.set(snapshot.id, summary);
        found.push(summary);
      }
      return found;
    },
    async save(manifest) {
      const { bot, id, reason } = manifest;
      const dir = join(folder, bot);
      await saveFile(join(dir, `${id}.${reason}.json`), JSON.stringify(manifest));
      await removeStaleTemps(dir);
      summaries.set(id, summarise(manifest));
    },
    async remove(bot, id) {
      for (const { file, snapshot } of await filesOf(bot)) {
        if (snapshot.id === id) await rm(file, { force: true });
      }
      summaries.delete(id);
    },
    removeAll: (bot) => rm(join(folder, bot), { recursive: true, force: true }),
    async named() {
      const sums = new Set<string>();
      const bots = await readdir(folder).catch(() => []);
      for (const bot of bots) {
        if (bot === OBJECTS) continue;
        for (const { file } of await filesOf(bot)) {
          try {
            const { entries } = readManifest((await readFileIfAny(file)) ?? '');
            for (const entry of entries) if (entry.type === 'file') sums.add(entry.sha256);
          } catch {
            return undefined;
          }
        }
      }
      return sums;
    },
  };
}

/** @throws AppError `snapshotDamaged`, `snapshotNewer` */
export function readManifest(text: string): SnapshotManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('snapshotDamaged', {}, { cause });
  }
  const version = typeof json === 'object' && json && 'version' in json ? Number(json.version) : 0;
  if (version > 1) throw new AppError('snapshotNewer');
  const manifest = SnapshotManifest.safeParse(json);
  if (!manifest.success) throw new AppError('snapshotDamaged', {}, { cause: manifest.error });
  return manifest.data;
}

export function summarise(manifest: SnapshotManifest): SnapshotSummary {
  const files = manifest.entries.filter((entry) => entry.type === 'file');
  const stack = manifest.record['stack'];
  return {
    id: manifest.id,
    at: manifest.at,
    reason: manifest.reason,
    ...(stack === 'koishi' || stack === 'astrbot' ? { stack } : {}),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    services: manifest.services.map(({ name }) => name),
    stoodStillMs: Math.max(0, ...manifest.services.map((service) => service.stoodStillMs)),
    damaged: manifest.services
      .flatMap(({ databases }) => databases)
      .filter(({ state }) => state === 'damaged').length,
  };
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `20261129T150405-k3x9q1`: the time in UTC; the first two letters are thousandths, so that ids sort by age. */
export function newSnapshotId(now: number): SnapshotId {
  const stamp = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '');
  const thousandths = (((now % 1_000) + 1_000) % 1_000).toString(36).padStart(2, '0');
  return SnapshotId.parse(`${stamp}-${thousandths.slice(0, 2)}${randomLetters().slice(2)}`);
}

/** Six letters or digits that nobody has used before. */
export function randomLetters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}

function timeOf(id: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})/.exec(id) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
