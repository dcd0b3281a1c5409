import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  contentType: string;
  /** Whether its name changes with its content, so that it may be kept for ever. */
  hashed: boolean;
  read(): Promise<Buffer<ArrayBuffer>>;
}

/**
 * The built page's files by URL path (`/` is the page itself). A request is only ever looked up in this list,
 * so that no path out of a URL reaches the file system.
 */
export async function listRendererFiles(folder: string): Promise<ReadonlyMap<string, RendererFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, RendererFile>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name === 'index.html' ? '/' : `/${name}`, {
      contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
      hashed: name.startsWith('assets/'),
      read: () => readFile(path),
    });
  }
  return files;
}
