import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/errors';
import { codeOf, readFileIfAny } from '../../lib/atomic-file';
import { moveAside } from '../../lib/move-aside';
import { saveFile } from '../save-file';

export const SealedItem = z.object({
  /** The sealed value in Base64. */
  v: z.base64(),
  /** The kind of box that sealed it. */
  box: z.string(),
  /** When it was set, ms since 1970. */
  at: z.number(),
});
export type SealedItem = z.infer<typeof SealedItem>;

/** How the user wants secrets kept. Absent: as the shell has it. */
export const Keep = z.discriminatedUnion('how', [
  z.object({ how: z.literal('plain') }),
  z.object({ how: z.literal('memory') }),
  /** `check`: a known text, sealed; whoever opens it has the passphrase. */
  z.object({ how: z.literal('passphrase'), check: z.base64() }),
]);
export type Keep = z.infer<typeof Keep>;

const SecretFile = z.object({
  version: z.literal(1),
  keep: Keep.optional(),
  items: z.record(z.string(), SealedItem),
});

export interface SecretContent {
  keep: Keep | undefined;
  items: ReadonlyMap<string, SealedItem>;
}

const EMPTY: SecretContent = { keep: undefined, items: new Map() };

/**
 * Reads `secrets.json`. One that is none is moved aside, and its new name answered.
 * @throws AppError `notYours` when it belongs to another user of this computer
 */
export async function readSecretFile(
  dir: string,
  now: number,
): Promise<{ content: SecretContent; putAside?: string }> {
  const path = pathIn(dir);
  let text: string | undefined;
  try {
    await refuseStrangers(path);
    text = await readFileIfAny(path);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
      throw new AppError('notYours', { file: path }, { cause: error });
    throw error;
  }
  if (text === undefined) return { content: EMPTY };
  const file = parse(text);
  if (file) return { content: file };
  return { content: EMPTY, putAside: basename(await moveAside(path, now)) };
}

/** Replaces the file as a whole. @throws AppError `diskFull`, `readOnly`; then the old one stands. */
export async function writeSecretFile(dir: string, { keep, items }: SecretContent): Promise<void> {
  const content = { version: 1, ...(keep ? { keep } : {}), items: Object.fromEntries(items) };
  await saveFile(pathIn(dir), `${JSON.stringify(content, null, 2)}\n`);
}

function pathIn(dir: string): string {
  return join(dir, 'secrets.json');
}

/**
 * What somebody else put into a folder of ours we do not replace: the administrator could read it, and would take
 * it from them. Where every file shows the same owner (network drives, other systems' disks) that tells nothing.
 */
async function refuseStrangers(path: string): Promise<void> {
  const me = process.getuid?.();
  if (me === undefined) return;
  const file = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file || file.uid === me) return;
  const folder = await stat(dirname(path));
  if (folder.uid !== file.uid) throw new AppError('notYours', { file: path });
}

function parse(text: string): SecretContent | undefined {
  try {
    const { keep, items } = SecretFile.parse(JSON.parse(text));
    return { keep, items: new Map(Object.entries(items)) };
  } catch {
    return undefined;
  }
}
