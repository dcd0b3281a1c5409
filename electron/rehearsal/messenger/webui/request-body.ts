import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Body } from './api-call';

const LIMIT_BYTES = 100 * 1024;

/** Reads a JSON body as the original's parser does. @throws when it is malformed or too long */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    chunks.push(chunk);
  }
  if (length > LIMIT_BYTES) throw new Error('request entity too large');
  const isJson = request.headers['content-type']?.includes('application/json') ?? false;
  const fields =
    isJson && length > 0
      ? z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.concat(chunks).toString()))
      : undefined;
  const raw = (name: string) => {
    if (!fields) throw new TypeError('there is no body');
    return fields[name];
  };
  return { raw, text: (name) => String(raw(name) ?? '') };
}
