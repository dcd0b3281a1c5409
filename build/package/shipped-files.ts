import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseAst } from 'vite';

const MAIN = 'out/main/main.js';
/** Beside the program itself: what it reads while it runs. */
const WHOLE_FOLDERS = ['out/preload', 'out/renderer', 'out/icons'];

/**
 * The files that a package carries, by their path from `root`, sorted: what the window's shell reaches from its entry,
 * what it reads at run time, and nothing of the other shells.
 */
export async function shippedFiles(root: string): Promise<string[]> {
  const files = new Set(['package.json', 'LICENSE']);
  await follow(MAIN);
  for (const folder of WHOLE_FOLDERS) for (const file of await listFiles(root, folder)) files.add(file);
  return [...files].sort();

  async function follow(file: string): Promise<void> {
    if (files.has(file)) return;
    files.add(file);
    for (const target of importsOf(await readFile(join(root, file), 'utf8'))) {
      if (target.startsWith('.')) await follow(join(dirname(file), target).split(sep).join('/'));
    }
  }
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
]);

/** Everything that a module imports, at once or later. */
function importsOf(code: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && IMPORTING.has(String(node.type)) && 'source' in node) {
      const source: unknown = node.source;
      if (typeof source === 'object' && source !== null && 'value' in source)
        found.push(String(source.value));
    }
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(code));
  return found;
}
