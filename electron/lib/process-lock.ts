import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, readFileIfAny, tempFor, writeFileAtomic } from './atomic-file';
import { type Clock, sleep, systemClock } from './clock';

/** Who holds a lock, for as long as it is readable. `url`: where that process can be reached, once it said so. */
export interface LockHolder {
  pid: number;
  url?: string | undefined;
}

export type LockResult = { kind: 'held'; lock: ProcessLock } | { kind: 'taken'; holder: LockHolder };

export interface ProcessLock {
  /** Lets a second process learn where this one is reached. */
  publish(url: string): Promise<void>;
  /** Removes the lock unless somebody else has it by now. */
  release(): Promise<void>;
}

const LockRecord = z.object({
  pid: z.number().int().positive(),
  /** Which of the processes that ever had this pid; '' where the system does not tell. */
  birth: z.string(),
  /** The machine's uptime in seconds: a smaller one later means it was restarted since. */
  uptime: z.number(),
  nonce: z.string(),
  url: z.string().optional(),
});
type LockRecord = z.infer<typeof LockRecord>;

const FILE = 'lock.json';
const TAKE_OVER = 'lock-takeover.json';
const WAIT_MS = 20;
const MAX_WAITS = 100;

/**
 * Takes a folder for this process alone. A lock whose process is gone (crash, power cut, pid used again) is
 * taken over. The file appears with its content at once, so no other process sees half of it.
 */
export async function acquireProcessLock(dir: string, clock: Clock = systemClock): Promise<LockResult> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, FILE);
  const guard = join(dir, TAKE_OVER);
  const nonce = randomBytes(8).toString('hex');
  const mine: LockRecord = { pid: process.pid, birth: await birthOf(process.pid), uptime: uptime(), nonce };

  for (let waits = 0; ; waits++) {
    if (await createWhole(path, mine)) return { kind: 'held', lock: lockOf(path, mine) };
    const holder = await readRecord(path);
    if (holder && (await isAlive(holder)))
      return { kind: 'taken', holder: { pid: holder.pid, url: holder.url } };
    if (await createWhole(guard, mine)) {
      try {
        if (await replaceStale(path, mine)) return { kind: 'held', lock: lockOf(path, mine) };
      } finally {
        await rm(guard, { force: true });
      }
      continue;
    }
    const rival = await readRecord(guard);
    if (!rival || !(await isAlive(rival))) await rm(guard, { force: true });
    else if (waits >= MAX_WAITS) return { kind: 'taken', holder: { pid: rival.pid } };
    else await sleep(clock, WAIT_MS);
  }
}

function lockOf(path: string, mine: LockRecord): ProcessLock {
  const isMine = async () => (await readRecord(path))?.nonce === mine.nonce;
  return {
    async publish(url) {
      if (await isMine()) await writeFileAtomic(path, JSON.stringify({ ...mine, url }));
    },
    async release() {
      if (await isMine()) await rm(path, { force: true });
    },
  };
}

/** Only under the guard: between looking and replacing nobody else may do the same. */
async function replaceStale(path: string, mine: LockRecord): Promise<boolean> {
  const holder = await readRecord(path);
  if (holder && (await isAlive(holder))) return false;
  await writeFileAtomic(path, JSON.stringify(mine));
  return true;
}

/**
 * Creates a file together with its content; false when there is one already, or when the holder tidied the
 * temporary file away.
 */
async function createWhole(path: string, record: LockRecord): Promise<boolean> {
  const text = JSON.stringify(record);
  const temp = tempFor(path, record.nonce);
  try {
    await writeFile(temp, text, { mode: 0o600 });
    await link(temp, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
    return await createExclusive(path, text);
  } finally {
    await rm(temp, { force: true });
  }
}

/** For file systems without hard links. */
async function createExclusive(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no lock, or none that can be read. */
async function readRecord(path: string): Promise<LockRecord | undefined> {
  const text = await readFileIfAny(path);
  if (text === undefined) return undefined;
  try {
    return LockRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isAlive(record: LockRecord): Promise<boolean> {
  if (uptime() < record.uptime) return false;
  try {
    process.kill(record.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const birth = await birthOf(record.pid);
  return birth === '' || record.birth === '' || birth === record.birth;
}

/** Linux tells a process's start in clock ticks since boot: field 22, counted after the name in brackets. */
async function birthOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
