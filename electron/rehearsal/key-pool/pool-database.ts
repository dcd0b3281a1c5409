import { posix } from 'node:path';
import { z } from 'zod';
import type { ProgramFiles } from '../../lib/program-host';

const ErrorEntry = z.object({
  id: z.number(),
  gemini_key: z.string(),
  error_type: z.string(),
  error_log: z.string(),
  error_code: z.number(),
  model_name: z.string(),
  request_time: z.string(),
});
export type ErrorEntry = z.infer<typeof ErrorEntry>;

const Content = z.object({ settings: z.record(z.string(), z.string()), errors: z.array(ErrorEntry) });

/** What can be wrong with the database while the process lives. */
export type DatabaseFault = 'locked' | 'readonly';

const FAULTS: Record<DatabaseFault, string> = {
  locked: '(sqlite3.OperationalError) database is locked',
  readonly: '(sqlite3.OperationalError) attempt to write a readonly database',
};

/** The double's database: one JSON file where the real one keeps SQLite. Every call rejects while it is broken. */
export interface PoolDatabase {
  readonly settings: Readonly<Record<string, string>>;
  readonly errors: readonly ErrorEntry[];
  saveSettings(settings: Readonly<Record<string, string>>): Promise<void>;
  addError(entry: Omit<ErrorEntry, 'id'>): Promise<void>;
}

/** Opens or makes it. @throws when what stands there is no database */
export async function openDatabase(
  files: ProgramFiles,
  name: string,
  fault: () => DatabaseFault | undefined,
): Promise<PoolDatabase> {
  const path = posix.resolve('/app/data', name);
  const text = await files.read(path);
  let content: z.infer<typeof Content> = { settings: {}, errors: [] };
  if (text !== undefined) {
    try {
      content = Content.parse(JSON.parse(text));
    } catch {
      throw new Error('(sqlite3.DatabaseError) file is not a database');
    }
  }
  const check = () => {
    const broken = fault();
    if (broken) throw new Error(FAULTS[broken]);
  };
  const save = () => files.write(path, JSON.stringify(content));
  check();
  await save();
  return {
    get settings() {
      check();
      return content.settings;
    },
    get errors() {
      check();
      return content.errors;
    },
    async saveSettings(settings) {
      check();
      content.settings = { ...content.settings, ...settings };
      await save();
    },
    async addError(entry) {
      check();
      content.errors.push({ id: (content.errors.at(-1)?.id ?? 0) + 1, ...entry });
      await save();
    },
  };
}
