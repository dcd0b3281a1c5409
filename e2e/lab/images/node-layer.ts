import { layOutNode } from '../engine/images';
import type { PackedLayer } from '../engine/publish-image';
import { ensureLayer } from './layer';

const RECIPE = 1;

/** What both images rest on: busybox, Node.js and the machine's certificates. */
export function ensureNodeLayer(): Promise<PackedLayer> {
  return ensureLayer('node', [RECIPE, process.version, process.arch], layOutNode);
}

export const NODE_PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
