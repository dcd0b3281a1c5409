import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RendererFile } from '../renderer-files';

/** Answers with one of the page's files; a name that holds a hash may be kept for a year. */
export async function answerStatic(
  files: ReadonlyMap<string, RendererFile>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405).end();
    return;
  }
  const file = files.get(path);
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  const body = await file.read();
  response.writeHead(200, {
    'content-type': file.contentType,
    'content-length': body.length,
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
