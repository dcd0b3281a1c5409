import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedImage } from '../engine/publish-image';
import { unpackDebian } from '../engine/unpack-debian';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

const RECIPE = 1;

/** Shaped like `caddy:2.11.4-alpine`, with Debian's own newest Caddy in it: older ones cut WebSockets at each change. */
export async function caddyImage(): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const layer = await ensureLayer('caddy', [RECIPE], async (root) => {
    for (const folder of ['usr/bin', 'etc/caddy', 'data', 'config', 'srv'])
      await mkdir(join(root, folder), { recursive: true });
    const work = `${root}-debian`;
    const files = await unpackDebian(work, ['caddy'], { suite: 'sid' });
    await copyFile(join(files, 'usr/bin/caddy'), join(root, 'usr/bin/caddy'));
    await rm(work, { recursive: true });
    await writeFile(join(root, 'etc/caddy/Caddyfile'), ':80 {\n\troot * /srv\n\tfile_server\n}\n');
  });
  return {
    layers: [await ensureNodeLayer(), layer],
    config: {
      Env: [NODE_PATH, 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/data'],
      Cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
      WorkingDir: '/srv',
      ExposedPorts: { '80/tcp': {}, '443/tcp': {}, '443/udp': {}, '2019/tcp': {} },
    },
  };
}
