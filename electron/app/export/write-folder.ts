import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportedFile } from '../../contract/export';
import { codeOf, readFileIfAny } from '../../lib/atomic-file';

/** Lies in every exported folder: what has it may be replaced by a newer export. */
export const MARK = '.botpier-export';

export type Written =
  /** `former`: where the export that stood there before is now. */
  | { kind: 'written'; folder: string; former: string | undefined }
  /** Something else stands there. */
  | { kind: 'occupied'; folder: string }
  /** An earlier export stands there; `replace` it? */
  | { kind: 'exported'; folder: string };

/**
 * Writes an export as a whole: the folder is there with everything in it, or not at all. An earlier export is replaced
 * on request and kept beside the new one.
 * @param fill for a file of that name in the earlier export: the new content, given both
 */
export async function writeFolder(
  to: string,
  files: readonly ExportedFile[],
  options: { replace: boolean; now: number; fill?: Readonly<Record<string, Fill>> },
): Promise<Written> {
  const folder = resolve(to);
  const present = await list(folder);
  const isExport = present?.includes(MARK) ?? false;
  if (present !== undefined && present.length > 0) {
    if (!isExport) return { kind: 'occupied', folder };
    if (!options.replace) return { kind: 'exported', folder };
  }
  const draft = `${folder}.${randomBytes(8).toString('hex')}.tmp~`;
  try {
    for (const { path, content, mode } of files) {
      const fill = isExport ? options.fill?.[path] : undefined;
      const former = fill && (await readFileIfAny(join(folder, path)));
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), fill && former !== undefined ? fill(content, former) : content, {
        mode,
      });
    }
    const former = isExport ? `${folder}.before-${stampOf(options.now)}` : undefined;
    if (former !== undefined) await rename(folder, former);
    else if (present !== undefined) await rmdir(folder);
    try {
      await rename(draft, folder);
    } catch (error) {
      if (former !== undefined) await rename(former, folder);
      throw error;
    }
    return { kind: 'written', folder, former };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

type Fill = (content: string, former: string) => string;

/** What lies in a folder; undefined when there is none. A file is something else in any case. */
async function list(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ENOTDIR') return [''];
    throw error;
  }
}

function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/\D/g, '').slice(0, 17);
}
