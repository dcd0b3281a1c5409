import type { ExportedFile } from '../../contract/export';

/** A file that everybody may read. */
export function plainFile(path: string, content: string): ExportedFile {
  return { path, content, mode: 0o644 };
}
