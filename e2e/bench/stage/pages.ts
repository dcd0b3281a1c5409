import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { startWebShell } from '../../web/web-shell';
import type { Stage } from './stage';

/** Two pages to open: the product's first screen, and a page of one Mantine button built with the same tools. */
export interface Pages {
  /** With the token that signs in. */
  ours: string;
  empty: string;
  close(): Promise<void>;
}

export async function servePages(stage: Stage): Promise<Pages> {
  const outDir = join(stage.dir, 'empty-page');
  await build({
    root: join(import.meta.dirname, '../empty-page'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome140' },
  });
  const server = spawn(process.execPath, [join(import.meta.dirname, 'static-server.mjs'), outDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [empty] = await once(createInterface({ input: server.stdout }), 'line');
  const shell = await startWebShell(['--rehearse']);
  return {
    ours: shell.url,
    empty: String(empty),
    async close() {
      server.kill();
      await shell.stop();
    },
  };
}
