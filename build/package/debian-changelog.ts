import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import manifest from '../../package.json' with { type: 'json' };

/** Writes the changelog that a Debian package has to carry: of this version alone; the rest is on the web. */
export async function writeDebianChangelog(path: string, at = new Date()): Promise<string> {
  const date = at.toUTCString().replace('GMT', '+0000');
  const text = `botpier (${manifest.version}) stable; urgency=medium

  * See ${manifest.homepage}/releases.

 -- BotPier <botpier@users.noreply.github.com>  ${date}
`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, gzipSync(text, { level: 9 }));
  return path;
}
