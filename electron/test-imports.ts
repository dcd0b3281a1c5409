import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'vite';
import type { Import } from './architecture-rules';

export interface SourceFile {
  imports: Import[];
  /** Whether it replaces modules by `vi.mock` and its like. */
  mocks: boolean;
}

/** Reads all imports of a source file: static, re-exported, dynamic, of types, and by `require`. */
export function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = new Map<string, boolean>();
  const add = (name: string, typeOnly: boolean) => found.set(name, typeOnly && (found.get(name) ?? true));

  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const entry of module.staticExports.flatMap((statement) => statement.entries)) {
    if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType);
  }
  let mocks = false;
  walk(program, (node) => {
    const { type, source, callee, arguments: args } = node;
    if (type === 'ImportExpression' && isNode(source)) add(String(source['value']), false);
    if (type === 'TSImportType' && isNode(source)) add(String(source['value']), true);
    if (type !== 'CallExpression' || !isNode(callee)) return;
    const [first] = Array.isArray(args) ? args : [];
    if (callee['name'] === 'require' && isNode(first)) add(String(first['value']), false);
    const { object, property } = callee;
    mocks ||=
      isNode(object) &&
      object['name'] === 'vi' &&
      isNode(property) &&
      /^(do)?mock$/i.test(String(property['name']));
  });
  const from = withoutExtension(path);
  const imports = [...found].map(([name, typeOnly]) => ({ from, to: resolve(root, path, name), typeOnly }));
  return { imports, mocks };
}

export function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

function resolve(root: string, path: string, name: string): string {
  const bare = name.replace(/\?.*$/, '');
  if (!bare.startsWith('.')) return bare.startsWith('node:') ? bare : packageOf(bare);
  const target = normalize(join(dirname(path), bare)).replaceAll('\\', '/');
  return existsSync(join(root, target, 'index.ts')) ? `${target}/index` : withoutExtension(target);
}

/** `@trpc/server/adapters/ws` is of `@trpc/server`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const inner of Object.values(value)) walk(inner, visit);
  }
}
