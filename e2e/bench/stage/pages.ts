import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
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

/** Builds the page of one button; answers where it lies and its files. */
export async function buildEmptyPage(stage: Stage): Promise<{ folder: string; files: string[] }> {
  const folder = join(stage.dir, 'empty-page');
  await build({
    root: join(import.meta.dirname, '../empty-page'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140' },
  });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return { folder, files: files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))) };
}

export async function servePages(stage: Stage): Promise<Pages> {
  const { folder } = await buildEmptyPage(stage);
  const server = spawn(process.execPath, [join(import.meta.dirname, 'static-server.mjs'), folder], {
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
