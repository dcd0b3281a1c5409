import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../engine/command';
import type { Substitute } from './substitutes';

/** Makes the package in the empty folder `dir` and puts it into the registry at `url`. */
export async function publishSubstitute(url: string, substitute: Substitute, dir: string): Promise<void> {
  const { name, version, from, files = {}, patch } = substitute;
  const root = join(dir, 'package');
  await mkdir(root, { recursive: true });
  if (from) {
    const packed = await command('npm', ['pack', '--silent', '--pack-destination', dir, from]);
    await command('tar', ['-xzf', join(dir, packed.trim()), '-C', dir]);
  }
  for (const [path, content] of Object.entries(files)) await writeFile(join(root, path), content);
  if (patch) await replaceIn(join(root, patch.path), patch.find, patch.replace);
  const manifest = { ...(from && (await readJson(join(root, 'package.json')))), ...substitute.manifest };
  const own = { ...manifest, name, version };
  await writeFile(join(root, 'package.json'), JSON.stringify(own, null, 2));

  const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  await command('tar', ['-czf', join(dir, file), '-C', dir, 'package']);
  await put(url, own, file, await readFile(join(dir, file)));
}

async function put(
  url: string,
  manifest: { name: string; version: string },
  file: string,
  bytes: Buffer,
): Promise<void> {
  const { name, version } = manifest;
  const digest = (algorithm: string) => createHash(algorithm).update(bytes);
  const dist = {
    tarball: `${url}/${name}/-/${file}`,
    shasum: digest('sha1').digest('hex'),
    integrity: `sha512-${digest('sha512').digest('base64')}`,
  };
  const attachment = {
    content_type: 'application/octet-stream',
    data: bytes.toString('base64'),
    length: bytes.length,
  };
  const response = await fetch(`${url}/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
      _attachments: { [file]: attachment },
    }),
  });
  if (!response.ok) throw new Error(`publishing ${name}: ${response.status} ${await response.text()}`);
}

async function replaceIn(path: string, find: string, replace: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (!text.includes(find)) throw new Error(`${path} does not contain ${find}`);
  await writeFile(path, text.replaceAll(find, replace));
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}
