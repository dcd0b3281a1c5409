import { existsSync, readFileSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const electron = new URL('./electron.ts', import.meta.url).href;

// `electron` leads here; our own files are imported without extension, as everywhere in the repository.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: electron, format: 'module-typescript', shortCircuit: true };
    if (specifier.startsWith('.') && context.parentURL?.endsWith('.ts')) {
      const url = new URL(`${specifier}.ts`, context.parentURL);
      if (existsSync(fileURLToPath(url))) return next(url.href, context);
    }
    return next(specifier, context);
  },
});

/** The app's main script out of what `electron <switches> <app> <arguments>` was given. */
function findMain(app: string): string {
  const path = resolve(app);
  if (!statSync(path).isDirectory()) return path;
  const manifest: { main?: string } = JSON.parse(readFileSync(resolve(path, 'package.json'), 'utf8'));
  return resolve(path, manifest.main ?? 'index.js');
}

const args = process.argv.slice(2);
const appAt = args.findIndex((arg) => !arg.startsWith('-'));
if (appAt < 0) throw new Error('electron: no app given');
const main = findMain(args[appAt] ?? '.');
process.argv.splice(1, 1);

if (args.slice(0, appAt).includes('--inspect=0')) inspector.open(0);
await import(pathToFileURL(main).href);
