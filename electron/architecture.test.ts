import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles, type Import, judgeImport, judgePlace } from './architecture-rules';
import { readSource } from './test-imports';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['electron', 'renderer'].flatMap(listSources);

function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

describe('the house', () => {
  const files = SOURCES.map((path) => ({ path, ...readSource(ROOT, path) }));
  const imports = files.flatMap((file) => file.imports);

  it('is read at all', () => {
    expect(imports.length).toBeGreaterThan(SOURCES.length);
  });

  it('has no import over a forbidden border', () => {
    expect(imports.map(judgeImport).filter(Boolean)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCycles(imports).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  it('has no folder that nobody planned', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
    expect(tracked.map(judgePlace).filter(Boolean)).toEqual([]);
  });

  it('replaces no module in its tests', () => {
    expect(files.filter((file) => file.mocks).map((file) => file.path)).toEqual([]);
  });

  it.each(
    ['README.md', 'CONTRIBUTING.md', 'electron/README.md'].filter((path) => existsSync(join(ROOT, path))),
  )('has every path that %s names', (document) => {
    expect(missingPaths(readFileSync(join(ROOT, document), 'utf8'))).toEqual([]);
  });
});

/** Paths of ours in links and in code marks; `<name>`, `*` and `{a,b}` stand for any. */
function missingPaths(text: string): string[] {
  const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((match) => match[1] ?? '');
  const marked = [...text.matchAll(/`((?:\.\/)?(?:electron|renderer|resources|build|e2e)\/[^`\s]*)`/g)];
  return [...linked, ...marked.map((match) => match[1] ?? '')]
    .map((path) => path.replace(/[:#].*$/, '').replace(/\/?[^/]*[<*{…].*$/, ''))
    .filter(
      (path) => path !== '' && !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'electron', path)),
    );
}

describe('the rules of the house', () => {
  const edge = (from: string, to: string, typeOnly = false): Import => ({ from, to, typeOnly });

  it.each([
    edge('electron/contract/bot', 'electron/lib/clock'),
    edge('electron/contract/bot', 'node:fs'),
    edge('electron/contract/bot', 'ws'),
    edge('electron/lib/queue', 'electron/contract/bot', true),
    edge('electron/stacks/koishi', 'electron/engine/engine'),
    edge('electron/stacks/koishi', 'node:fs'),
    edge('electron/services/koishi/config', 'electron/services/napcat/config'),
    edge('electron/services/koishi/config', 'electron/engine/engine', true),
    edge('electron/services/roles', 'electron/services/koishi/service'),
    edge('electron/services/koishi/client', 'dockerode'),
    edge('electron/engine/engine', 'electron/engine/docker/docker-engine'),
    edge('electron/engine/memory/memory-engine', 'electron/engine/docker/pull'),
    edge('electron/engine/engine', 'dockerode'),
    edge('electron/engine/docker/pull', 'electron/services/roles', true),
    edge('electron/plan/plan', 'node:crypto'),
    edge('electron/plan/plan', 'electron/engine/engine', true),
    edge('electron/chain/walk', 'electron/engine/pull-image'),
    edge('electron/chain/walk', 'electron/services/napcat/service'),
    edge('electron/chain/walk', 'electron/app/api', true),
    edge('electron/app/create-app', 'electron/engine/docker/docker-engine'),
    edge('electron/app/create-app', 'electron/shell/boot'),
    edge('electron/app/create-app', 'node:http'),
    edge('electron/app/create-app', 'electron'),
    edge('electron/app/create-app', 'electron/app/create-test-app'),
    edge('electron/app/create-app', 'vitest'),
    edge('electron/rehearsal/model/server', 'electron/services/model-api/providers'),
    edge('electron/shell/web/main', 'electron/shell/desktop/window'),
    edge('electron/shell/web/main', 'electron'),
    edge('electron/shell/cli/up', 'dockerode'),
    edge('electron/extra/thing', 'electron/lib/clock'),
    edge('renderer/home/home', 'electron/app/router', true),
    edge('renderer/api/client', 'electron/app/router'),
    edge('renderer/home/home', 'node:path'),
    edge('electron/app/app.test', 'electron'),
  ])('forbid $from → $to', (forbidden) => {
    expect(judgeImport(forbidden)).toContain(`${forbidden.from} imports ${forbidden.to}`);
  });

  it.each([
    edge('electron/contract/bot', 'zod'),
    edge('electron/contract/bot', 'electron/contract/ids'),
    edge('electron/lib/atomic-file', 'node:fs/promises'),
    edge('electron/stacks/koishi', 'electron/services/koishi/service'),
    edge('electron/services/koishi/service', 'resources/koishi/companion'),
    edge('electron/services/koishi/client', 'electron/services/roles', true),
    edge('electron/engine/docker/docker-engine', 'dockerode'),
    edge('electron/chain/walk', 'electron/engine/engine', true),
    edge('electron/app/create-app', 'electron/services/model-api/check-key'),
    edge('electron/app/version', 'package.json'),
    edge('electron/shell/desktop/window', 'electron'),
    edge('electron/shell/boot', 'electron/engine/docker/docker-host'),
    edge('electron/shell/web/main', 'electron/shell/boot'),
    edge('renderer/api/client', 'electron/app/router', true),
    edge('renderer/home/home', 'electron/contract/view'),
    edge('electron/services/napcat/connection.test', 'electron/rehearsal/messenger/options'),
  ])('allow $from → $to', (allowed) => {
    expect(judgeImport(allowed)).toBeUndefined();
  });

  it('know the folders of the house', () => {
    expect(judgePlace('electron/utils/x.ts')).toBe('electron/utils/ is not part of the house');
    expect(judgePlace('src/x.ts')).toBe('src/ is not part of the house');
    for (const path of [
      'package.json',
      'electron/README.md',
      'electron/lib/x.ts',
      '.ci/run',
      'e2e/lab/x.ts',
    ]) {
      expect(judgePlace(path)).toBeUndefined();
    }
  });

  it('find circles of any length, also those of types', () => {
    const line = [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')];
    expect(findCycles(line)).toEqual([]);
    expect(findCycles([...line, edge('c', 'a', true)])).toEqual([['a', 'b', 'c']]);
    expect(findCycles([edge('x', 'x')])).toEqual([['x']]);
  });

  it('see every way to import', () => {
    const root = mkdtempSync(join(tmpdir(), 'imports-'));
    const lines = [
      `import type { A } from './a'; export * from './b'; import './c.css';`,
      `const d = await import('./d'); let e: import('./e').E; const f = require('./f');`,
      `import { type G } from '@trpc/server/adapters/ws'; import h from '../resources/h.cjs?raw';`,
      `const text = "import x from './not'"; vi.mock('./g');`,
    ];
    writeFileSync(join(root, 'x.ts'), lines.join('\n'));
    const { imports, mocks } = readSource(root, 'x.ts');
    rmSync(root, { recursive: true });
    expect(imports.map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to)).sort()).toEqual(
      ['type a', 'b', 'c.css', 'd', 'type e', 'f', 'type @trpc/server', '../resources/h'].sort(),
    );
    expect(mocks).toBe(true);
  });
});
