/** An answer that no browser keeps. */
export function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers },
  });
}

/** A body's JSON; or the answer to a body that is none, or too long. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, limitBytes);
  if (!bytes) return json(413, { error: 'too large', limit: limitBytes });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch {
    return json(400, { error: 'invalid json' });
  }
}

export function isBadRequest(read: unknown): read is Response {
  return read instanceof Response;
}

/** Undefined for a body that is too long; it is read to its end all the same, or its sender would not hear the answer. */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
  }
  return length <= limitBytes ? Buffer.concat(chunks) : undefined;
}
