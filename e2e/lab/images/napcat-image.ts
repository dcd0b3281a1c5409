import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedImage } from '../engine/publish-image';
import { bundleProgram } from './bundle-program';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

/** Where the simulator's own switches are, in the container. */
export const CONTROL_PORT = 8_099;

/** `real`: everything takes as long as on a real machine · `fast`: nothing waits. */
export type Pace = 'real' | 'fast';

const ENTRY = join(import.meta.dirname, '../../../electron/rehearsal/messenger/main.ts');

/** Shaped like `mlikiowa/napcat-docker`, with the simulator in it: QQ is not free software. */
export async function napcatImage(pace: Pace): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const program = await bundleProgram(ENTRY);
  const layer = await ensureLayer('napcat', [program], async (root) => {
    await mkdir(join(root, 'app'));
    await writeFile(join(root, 'app/simulator.mjs'), program);
  });
  return {
    layers: [await ensureNodeLayer(), layer],
    config: {
      Env: [NODE_PATH, `SIM_CONTROL_PORT=${CONTROL_PORT}`, `SIM_SPEED=${pace}`],
      Entrypoint: ['node', '/app/simulator.mjs'],
      WorkingDir: '/app',
      Volumes: { '/app/napcat/config': {}, '/app/.config/QQ': {} },
    },
  };
}
