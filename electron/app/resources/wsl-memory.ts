import { rm } from 'node:fs/promises';
import { AppError } from '../../contract/errors';
import type { WslMemory } from '../../contract/resources';
import { readFileIfAny, writeFileAtomic } from '../../lib/atomic-file';
import { memoryIn, withMemory } from './wsl-config';

/** A computer whose containers run in the virtual machine of WSL. */
export interface WslHost {
  /** The user's `.wslconfig`, there or not. */
  file: string;
  totalBytes: number;
  /** What the virtual machine takes now; undefined while it does not run. */
  usedBytes(): Promise<number | undefined>;
}

/** Less, and Docker Desktop itself does not come up. */
const LEAST_BYTES = 2 * 1024 ** 3;
const MB = 1024 * 1024;

export async function wslMemory(host: WslHost): Promise<WslMemory> {
  const [text, backup, usedBytes] = await Promise.all([
    readConfig(host.file),
    readFileIfAny(backupOf(host)),
    host.usedBytes().catch(() => undefined),
  ]);
  const cap = memoryIn(text ?? '');
  return {
    ...(usedBytes === undefined ? {} : { usedBytes }),
    ...(cap === undefined ? {} : { cap }),
    totalBytes: host.totalBytes,
    file: host.file,
    canUndo: backup !== undefined,
  };
}

/**
 * Writes the cap into `.wslconfig`, beside everything else that stands there; what stood there before is kept for the way
 * back. WSL reads it when it starts next.
 * @throws AppError `outOfRange`; `notAllowed` for a file that is no text
 */
export async function capWslMemory(host: WslHost, bytes: number): Promise<void> {
  if (bytes < LEAST_BYTES || bytes > host.totalBytes) {
    const most = `${Math.floor(host.totalBytes / MB)} MB`;
    throw new AppError('outOfRange', { least: `${LEAST_BYTES / MB} MB`, most });
  }
  const text = await readConfig(host.file);
  // The first backup is the user's own; a later one would be ours.
  if ((await readFileIfAny(backupOf(host))) === undefined) await writeFileAtomic(backupOf(host), text ?? '');
  await writeFileAtomic(host.file, withMemory(text ?? '', `${Math.floor(bytes / MB)}MB`));
}

/** Takes back what `capWslMemory` did, and leaves what the user has changed since. Nothing to do is fine. */
export async function uncapWslMemory(host: WslHost): Promise<void> {
  const backup = await readFileIfAny(backupOf(host));
  if (backup === undefined) return;
  const text = (await readConfig(host.file)) ?? '';
  const isUntouched = text === withMemory(backup, memoryIn(text));
  const before = isUntouched ? backup : withMemory(text, memoryIn(backup));
  if (before === '') await rm(host.file, { force: true });
  else await writeFileAtomic(host.file, before);
  await rm(backupOf(host), { force: true });
}

function backupOf({ file }: WslHost): string {
  return `${file}.before-botpier`;
}

async function readConfig(file: string): Promise<string | undefined> {
  const text = await readFileIfAny(file);
  if (text?.includes('\0')) throw new AppError('notAllowed', { file });
  return text;
}
