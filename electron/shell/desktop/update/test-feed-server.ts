import { createHash, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = Buffer | string | ((response: ServerResponse) => void);

/** A real web server with a folder of feeds and packages, as a release or a mirror of it is one. */
export interface FeedServer {
  url: string;
  /** What is answered by path, without the query; everything else is a 404. */
  files: Map<string, Answer>;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Offers a version whose package has this content. */
  offer(version: string, content: Buffer, changes?: { sha512?: string; notes?: string }): void;
  /** Signs the feed as it stands. */
  sign(key: KeyObject): void;
  close(): Promise<void>;
}

const FEED = '/latest-linux.yml';

export async function startFeedServer(): Promise<FeedServer> {
  const files = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    asked.push(path);
    const answer = files.get(path);
    if (typeof answer === 'function') return answer(response);
    if (answer === undefined) response.statusCode = 404;
    response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    offer(version, content, { sha512, notes = '' } = {}) {
      const name = packageName(version);
      files.set(`/${name}`, content);
      files.set(FEED, feedOf(version, name, sha512 ?? sha512Of(content), content.length, notes));
    },
    sign(key) {
      const text = String(files.get(FEED));
      files.set(`${FEED}.sig`, sign(null, Buffer.from(text), key).toString('base64'));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function packageName(version: string): string {
  return `BotPier-${version}-linux-x86_64.AppImage`;
}

export function sha512Of(content: Buffer): string {
  return createHash('sha512').update(content).digest('base64');
}

function feedOf(version: string, name: string, sha512: string, size: number, notes: string): string {
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${size}`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    `releaseNotes: ${JSON.stringify(notes)}`,
    "releaseDate: '2026-11-20T08:00:00.000Z'",
    '',
  ].join('\n');
}
