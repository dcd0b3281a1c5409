import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Exported, ExportedFile, ExportForm } from '../../contract/export';

/** An export in one file; secrets in it are as readable as in the folder. */
export async function archiveOf(
  { files }: Exported,
  form: ExportForm,
): Promise<{ name: string; base64: string }> {
  const folder = `botpier-${form}`;
  const packed = await packArchive(folder, files);
  return { name: `${folder}.tar.gz`, base64: packed.toString('base64') };
}

/** A .tar.gz with all files in one folder. */
export async function packArchive(folder: string, files: readonly ExportedFile[]): Promise<Buffer> {
  const archive = pack();
  const packed = buffer(archive.pipe(createGzip()));
  for (const { path, content, mode } of files) {
    archive.entry({ name: `${folder}/${path}`, mode }, content);
  }
  archive.finalize();
  return packed;
}
