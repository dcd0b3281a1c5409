import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedImage } from '../engine/publish-image';
import { bundleProgram } from './bundle-program';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

const ENTRY = join(import.meta.dirname, '../../../electron/rehearsal/key-pool/main.ts');

/** What the container is told to run goes by this name. */
const UVICORN = '#!/bin/sh\nexec node /app/simulator.mjs "$@"\n';

/** Shaped like `ghcr.io/snailyp/gemini-balance`, with the simulator in it: the real one is in no package registry. */
export async function geminiBalanceImage(): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const program = await bundleProgram(ENTRY);
  const layer = await ensureLayer('gemini-balance', [program, UVICORN], async (root) => {
    const command = join(root, 'usr/local/bin/uvicorn');
    await mkdir(join(root, 'app'));
    await writeFile(join(root, 'app/simulator.mjs'), program);
    await mkdir(join(root, 'usr/local/bin'), { recursive: true });
    await writeFile(command, UVICORN);
    await chmod(command, 0o755);
  });
  return {
    layers: [await ensureNodeLayer(), layer],
    config: {
      // The last two are the real one's own, and a trap.
      Env: [NODE_PATH, 'API_KEYS=["your_api_key_1"]', 'ALLOWED_TOKENS=["your_token_1"]'],
      Cmd: ['uvicorn', 'app.main:app', '--host', '0.0.0.0', '--port', '8000', '--no-access-log'],
      WorkingDir: '/app',
      ExposedPorts: { '8000/tcp': {} },
    },
  };
}
