import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../engine/command';
import { unpackDebian13 } from '../engine/debian-13';
import type { PackedImage } from '../engine/publish-image';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

const VERSION = '2.11.4';
const MODULE = `github.com/caddyserver/caddy/v2/cmd/caddy@v${VERSION}`;
/** Debian's own Caddy is older, and cuts WebSockets whenever a rule changes. */
const COMPILER = ['golang-1.24-go', 'golang-1.24-src'];
const FLAGS = '-trimpath -modcacherw';

/** Shaped like `caddy:2.11.4-alpine`, with the real Caddy in it, built from the Go modules of its release. */
export async function caddyImage(): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const layer = await ensureLayer('caddy', [MODULE, COMPILER, FLAGS], async (root) => {
    for (const folder of ['usr/bin', 'etc/caddy', 'data', 'config', 'srv'])
      await mkdir(join(root, folder), { recursive: true });
    await buildCaddy(`${root}-go`, join(root, 'usr/bin/caddy'));
    await writeFile(join(root, 'etc/caddy/Caddyfile'), ':80 {\n\troot * /srv\n\tfile_server\n}\n');
  });
  return {
    layers: [await ensureNodeLayer(), layer],
    config: {
      Env: [NODE_PATH, 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/data', `CADDY_VERSION=v${VERSION}`],
      Cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
      WorkingDir: '/srv',
      ExposedPorts: { '80/tcp': {}, '443/tcp': {}, '443/udp': {}, '2019/tcp': {} },
    },
  };
}

/** The compiler fetches a newer one of itself where the modules ask for it, from where it gets the modules. */
async function buildCaddy(work: string, to: string): Promise<void> {
  const files = await unpackDebian13(join(work, 'debian'), COMPILER);
  await command(join(files, 'usr/lib/go-1.24/bin/go'), ['install', '-ldflags=-s -w', MODULE], {
    env: {
      GOPATH: join(work, 'path'),
      GOCACHE: join(work, 'cache'),
      GOROOT: join(files, 'usr/lib/go-1.24'),
      GOTOOLCHAIN: 'auto',
      GOFLAGS: FLAGS,
      CGO_ENABLED: '0',
    },
  });
  await copyFile(join(work, 'path/bin/caddy'), to);
  await rm(work, { recursive: true });
}
