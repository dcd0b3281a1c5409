import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { App } from '../../app/api';
import { ExportName } from '../../contract/snapshot';

/** Answers with a bot that was saved as a file, for whoever sits at another computer than the one it lies on. */
export async function answerExport(app: App, path: string, response: ServerResponse): Promise<void> {
  const name = ExportName.safeParse(path.slice('/exports/'.length));
  const file = name.success ? await app.snapshots.findExport(name.data) : undefined;
  if (!name.success || !file) {
    response.writeHead(404, { 'cache-control': 'no-store' }).end();
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name.data}"`,
    'content-length': file.bytes,
    'cache-control': 'no-store',
  });
  try {
    await pipeline(createReadStream(file.path), response);
  } catch (error) {
    // Whoever leaves in the middle is no failure of ours.
    if (!response.destroyed) throw error;
  }
}
