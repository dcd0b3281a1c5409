import { chmod, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, runnerImport } from 'vite';

const root = import.meta.dirname;
const NODE_TARGET = 'node24';

/** Electron gives itself at run time. */
const isExternal = (id: string) => id === 'electron' || isBuiltin(id);

/** What dockerode brings for building images and for SSH, neither of which is ever asked of it. */
const NEVER_CALLED = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2'];

/** Lets the command-line entry be run as a program. */
function executable(file: string): Plugin {
  return {
    name: 'executable',
    applyToEnvironment: (environment) => environment.name === 'shells',
    writeBundle: ({ dir }) => chmod(join(dir ?? '', file), 0o755),
  };
}

/** Imported when it is needed only: this file is read by Node as it stands, which knows no import without extension. */
async function drawTrayIcons(folder: string): Promise<void> {
  const { module } = await runnerImport<typeof import('./build/icons/make-tray-icons')>(
    join(root, 'build/icons/make-tray-icons.ts'),
    { configFile: false, logLevel: 'error' },
  );
  await module.makeTrayIcons(folder);
}

/** Folders of the packages that came into a bundle. */
const bundled = new Set<string>();

const noteBundled: Plugin = {
  name: 'note-bundled',
  sharedDuringBuild: true,
  generateBundle(_options, bundle) {
    const ids = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    for (const id of ids) {
      const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replace('\0', ''))?.[0];
      if (folder !== undefined) bundled.add(folder);
    }
  },
};

async function writeLicences(path: string): Promise<void> {
  const { module } = await runnerImport<typeof import('./build/licences/write-licences')>(
    join(root, 'build/licences/write-licences.ts'),
    { configFile: false, logLevel: 'error' },
  );
  await module.writeLicences(bundled, path);
}

/** Bundles packages as nothing at all: they would take up memory from the start to the end. */
function leaveOut(names: readonly string[]): Plugin {
  const nothing = '\0nothing';
  return {
    name: 'leave-out',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === 'shells',
    resolveId: (id) => (names.includes(id) ? nothing : undefined),
    load: (id) => (id === nothing ? 'export {};' : undefined),
  };
}

/**
 * One `vite build` makes everything in `out/`: `renderer/`, `preload/preload.cjs`, and the three shells
 * (`main/main.js`, `web/main.js`, `cli/botpier.js`), which share their chunks, the tray's `icons/`, and in
 * `renderer/licences.json` what the licences of all packages in there want to go along.
 */
export default defineConfig({
  root: join(root, 'renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), executable('cli/botpier.js'), leaveOut(NEVER_CALLED), noteBundled],
  environments: {
    client: {
      build: {
        outDir: join(root, 'out/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        // A data: URL inside a style sheet would widen the content policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                // renderer/enter.ts and what it needs, so that it runs while the rest is still being read.
                {
                  name: 'enter',
                  test: /renderer\/(enter|text\/load-texts|api\/(session|transport|pipe-socket))\.ts|@trpc\/(client|server)\//,
                  priority: 1,
                },
                // Thirty small files that all come before the first screen take longer than one.
                { name: 'first', tags: ['$initial'] },
              ],
            },
          },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        outDir: join(root, 'out/preload'),
        emptyOutDir: true,
        target: NODE_TARGET,
        minify: false,
        rolldownOptions: {
          input: join(root, 'electron/shell/desktop/preload.ts'),
          external: isExternal,
          output: { format: 'cjs', entryFileNames: 'preload.cjs' },
        },
      },
    },
    shells: {
      consumer: 'server',
      // CommonJS that is bundled into modules: dockerode looks where it lies.
      define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
      resolve: { noExternal: true },
      build: {
        outDir: join(root, 'out'),
        emptyOutDir: false,
        target: NODE_TARGET,
        minify: false,
        rolldownOptions: {
          input: {
            'main/main': join(root, 'electron/shell/desktop/main.ts'),
            'web/main': join(root, 'electron/shell/web/main.ts'),
            'cli/botpier': join(root, 'electron/shell/cli/botpier.ts'),
          },
          external: isExternal,
          output: {
            format: 'esm',
            entryFileNames: '[name].js',
            chunkFileNames: 'chunks/[name]-[hash].js',
            assetFileNames: 'chunks/[name]-[hash][extname]',
          },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      const stale = ['main', 'web', 'cli', 'chunks'];
      await Promise.all(stale.map((name) => rm(join(root, 'out', name), { recursive: true, force: true })));
      await Promise.all([
        ...Object.values(builder.environments).map((environment) => builder.build(environment)),
        drawTrayIcons(join(root, 'out/icons')),
      ]);
      await writeLicences(join(root, 'out/renderer/licences.json'));
    },
  },
});
