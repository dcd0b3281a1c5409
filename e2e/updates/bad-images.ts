import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLayer } from '../lab/images/layer';
import type { ImageContent } from '../lab/images/publish-images';

/** What is wrong with a new image of a service. */
export interface BadImage {
  name: string;
  service: 'koishi' | 'napcat';
  /** See `ENTRY`; undefined: its entrypoint is not there at all. */
  how: string | undefined;
}

/** In such an order that the first ones show most: a run of few rounds takes those. */
export const BAD_IMAGES: readonly BadImage[] = [
  { name: 'Koishi that is up and gets no answer from any model', service: 'koishi', how: 'mute' },
  { name: 'NapCat that forgets who is signed in', service: 'napcat', how: 'forgets' },
  { name: 'Koishi that destroys its data and ends', service: 'koishi', how: 'wrecks' },
  { name: 'Koishi that ends at once', service: 'koishi', how: 'ends' },
  { name: 'Koishi that never reaches the messenger', service: 'koishi', how: 'cut' },
  { name: 'NapCat that ends at once', service: 'napcat', how: 'ends' },
  { name: 'Koishi that runs and never listens', service: 'koishi', how: 'deaf' },
  { name: 'Koishi that makes its database one that no other can read', service: 'koishi', how: 'migrates' },
  { name: 'NapCat that has no bridge', service: 'napcat', how: 'unbridged' },
  { name: 'Koishi without an entrypoint', service: 'koishi', how: undefined },
  { name: 'NapCat that runs and never listens', service: 'napcat', how: 'deaf' },
];

/** `entry.sh <how> <what the good image runs>…` The plugins are installed in all of them. */
const ENTRY = `#!/bin/sh
how=$1; shift
case "$*" in *install.mjs*) exec "$@";; esac
case "$how" in
  ends) exit 1;;
  deaf) exec node -e 'process.on("SIGTERM", () => process.exit()); setInterval(() => {}, 1e6)';;
  wrecks) rm -rf /koishi/* /koishi/.[!.]*; exit 1;;
  forgets) rm -rf /app/.config/QQ/*; exec "$@";;
  migrates) for file in /koishi/data/*.db; do echo migrated > "$file"; done; export LAB_REACHES='^napcat$';;
  mute) export LAB_REACHES='^napcat$';;
  cut) export LAB_REACHES='^(?!napcat$)';;
  unbridged) export LAB_CLOSED=3001;;
esac
export NODE_OPTIONS="--require /lab/lines.cjs"
exec "$@"
`;

/** Lines that never come to be: to other hosts than `LAB_REACHES`, or to the port `LAB_CLOSED`. */
const LINES = `'use strict';
const { Server, Socket } = require('node:net');
const { LAB_REACHES = '', LAB_CLOSED } = process.env;
const own = /^(localhost|127\\.|::1|0\\.0\\.0\\.0)/;
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const options = typeof first === 'object' && first !== null ? first : { host: args[1] };
  const host = options.host ?? 'localhost';
  if (options.path || own.test(host) || new RegExp(LAB_REACHES).test(host)) return connect.apply(this, args);
  // On its way for good: what is written waits.
  this.connecting = true;
  return this;
};
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  const port = typeof args[0] === 'object' && args[0] !== null ? args[0].port : args[0];
  return String(port) === LAB_CLOSED ? this : listen.apply(this, args);
};
`;

/** Makes a bad image of a good one; `word` makes it another one than those before. */
export async function spoil({ how }: BadImage, word: string): Promise<(good: ImageContent) => ImageContent> {
  const layer = await ensureLayer('bad-image', [ENTRY, LINES], async (root) => {
    await mkdir(join(root, 'lab'));
    await writeFile(join(root, 'lab/entry.sh'), ENTRY);
    await chmod(join(root, 'lab/entry.sh'), 0o755);
    await writeFile(join(root, 'lab/lines.cjs'), LINES);
  });
  return (good) => {
    const { layers, config } = named(good, word);
    const entry = how === undefined ? ['/lab/missing'] : ['/lab/entry.sh', how, ...entrypointOf(good)];
    return { ...good, layers: [...layers, layer], config: { ...config, Entrypoint: entry } };
  };
}

/** The same image with another digest, as when its makers build it anew. */
export function named(good: ImageContent, word: string): ImageContent {
  return { ...good, config: { ...good.config, Labels: { build: word } } };
}

function entrypointOf({ config }: ImageContent): string[] {
  return (config?.['Entrypoint'] as string[] | undefined) ?? [];
}
