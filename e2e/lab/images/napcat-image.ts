import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import type { PackedImage } from '../engine/publish-image';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

/** Where the simulator's own switches are, in the container. */
export const CONTROL_PORT = 8_099;

/** `real`: everything takes as long as on a real machine · `fast`: nothing waits. */
export type Pace = 'real' | 'fast';

const ENTRY = join(import.meta.dirname, '../../../electron/rehearsal/messenger/main.ts');

/** Shaped like `mlikiowa/napcat-docker`, with the simulator in it: QQ is not free software. */
export async function napcatImage(pace: Pace): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const program = await bundle(ENTRY);
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

/** Everything a program needs in one file. */
async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      target: 'node24',
      minify: false,
      write: false,
      rolldownOptions: { output: { format: 'esm', codeSplitting: false } },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error(`nothing was built from ${entry}`);
  return chunk.code;
}
