/** One import: repository paths without extension, or a package's name in `to`. */
export interface Import {
  from: string;
  to: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
}

const SERVICE = 'electron/services/*';
const EVERY_ENGINE = ['electron/engine', 'electron/engine/docker', 'electron/engine/memory'];
const PRODUCT = ['electron/contract', 'electron/lib', 'electron/stacks', 'electron/services', SERVICE];
const SHELL = [...PRODUCT, ...EVERY_ENGINE, 'electron/app', 'electron/rehearsal', 'electron/shell'];

/**
 * The house: which unit may import which others besides itself, and what to do instead of breaking the rule.
 * A unit is a folder, or one of several that must not know each other (`services/*`, `engine/*`, `shell/*`).
 */
const UNITS: Readonly<Record<string, { mayImport: readonly string[]; instead: string }>> = {
  'electron/contract': {
    mayImport: [],
    instead: 'The contract holds words and schemas alone; put logic into app/ or lib/.',
  },
  'electron/lib': {
    mayImport: [],
    instead: 'lib/ knows no product word; put this into the folder whose word it needs.',
  },
  'electron/stacks': {
    mayImport: ['electron/contract', 'electron/services', SERVICE],
    instead: 'A stack file is data; whoever acts on it belongs to app/ or chain/.',
  },
  'electron/services': {
    mayImport: ['electron/contract', 'electron/lib'],
    instead: 'Roles and definitions are interfaces; a product goes into services/<name>/.',
  },
  [SERVICE]: {
    mayImport: ['electron/contract', 'electron/lib', 'electron/services', 'resources'],
    instead: 'A service knows its own product alone; what two need goes through services/roles.ts.',
  },
  'electron/engine': {
    mayImport: ['electron/contract', 'electron/lib'],
    instead: 'The engine moves containers; what they are for is decided in plan/, chain/ and app/.',
  },
  'electron/engine/docker': {
    mayImport: ['electron/contract', 'electron/lib', 'electron/engine', 'resources'],
    instead: 'Both engines meet in engine/engine.ts alone.',
  },
  'electron/engine/memory': {
    mayImport: ['electron/contract', 'electron/lib', 'electron/engine'],
    instead: 'Both engines meet in engine/engine.ts alone.',
  },
  'electron/plan': {
    mayImport: ['electron/contract', 'electron/stacks', 'electron/services'],
    instead: 'plan/ decides from plain data; the acting is done by executors in app/.',
  },
  'electron/chain': {
    mayImport: ['electron/contract', 'electron/plan', 'electron/engine', 'electron/services'],
    instead: 'A link knows roles (services/roles.ts), never a product; binding is done in app/.',
  },
  'electron/app': {
    mayImport: [
      ...PRODUCT,
      'electron/engine',
      'electron/plan',
      'electron/chain',
      'resources',
      'package.json',
    ],
    instead: 'The app is given its ports by createApp; choosing them is for shell/.',
  },
  'electron/rehearsal': {
    mayImport: ['electron/contract', 'electron/lib'],
    instead: 'Simulators stand alone, so that they can also run in containers.',
  },
  'electron/shell': { mayImport: SHELL, instead: 'What all shells share stands in shell/ itself.' },
  'electron/shell/desktop': { mayImport: SHELL, instead: 'What all shells share stands in shell/ itself.' },
  'electron/shell/web': { mayImport: SHELL, instead: 'What all shells share stands in shell/ itself.' },
  'electron/shell/cli': { mayImport: SHELL, instead: 'What all shells share stands in shell/ itself.' },
  renderer: {
    mayImport: ['renderer/api', 'electron/contract'],
    instead: 'The renderer knows the contract, and the app through renderer/api.',
  },
  'renderer/api': {
    mayImport: ['renderer', 'electron/contract', 'electron/app'],
    instead: 'The renderer knows the contract, and the app through renderer/api.',
  },
};

/** Files that only tests use: they may cross every border, and nothing else may use them. */
const FOR_TESTS = /\.test$|\.contract$|\/contract-suite\/|\/(?:create-)?test-[^/]+$|-fixture$|^e2e\//;

const NO_BUILTINS = /^(?:electron\/(?:contract|stacks|plan)|renderer)(?:\/|$)/;
const SERVERS = /^(?:node:)?(?:https?|http2)$|^ws$/;

/** Undefined when the import is fine, else what is wrong with it and what to do instead. */
export function judgeImport({ from, to, typeOnly }: Import): string | undefined {
  const wrong = judgePackage(from, to) ?? (isPath(to) ? judgePath(from, to, typeOnly) : undefined);
  return wrong && `${from} imports ${to}. ${wrong}`;
}

function judgePackage(from: string, to: string): string | undefined {
  if (to === 'dockerode' && unitOf(from) !== 'electron/engine/docker') {
    return 'Only engine/docker speaks to dockerode; use the Engine interface of engine/engine.ts.';
  }
  if (/^electron(?:\/(?:main|renderer|common))?$/.test(to) && unitOf(from) !== 'electron/shell/desktop') {
    return 'Only shell/desktop knows Electron; pass what you need as a port of createApp.';
  }
  if (isForTests(from) || isPath(to)) return undefined;
  if (to === 'vitest') return 'Only tests use vitest; name the file *.test.ts or test-*.ts.';
  if (NO_BUILTINS.test(from) && to.startsWith('node:'))
    return 'No input or output here; do it in app/ or lib/.';
  if (from.startsWith('electron/contract/') && to !== 'zod')
    return 'The contract imports zod and nothing else.';
  if (unitOf(from) === 'electron/app' && SERVERS.test(to))
    return 'The app serves nothing; transports are for shell/.';
  return undefined;
}

function judgePath(from: string, to: string, typeOnly: boolean): string | undefined {
  const own = unitOf(from);
  const other = unitOf(to);
  const rule = UNITS[kindOf(own)];
  if (isForTests(from)) return undefined;
  if (isForTests(to)) return 'Only tests may use what is made for tests.';
  if (!rule)
    return /^(?:electron|renderer)(?:\/|$)/.test(own) ? 'This folder is not part of the house.' : undefined;
  if (own === other) return undefined;
  if (own === 'electron/chain' && other === 'electron/engine' && to !== 'electron/engine/engine')
    return rule.instead;
  if (own === 'renderer/api' && other === 'electron/app' && !typeOnly)
    return 'Take the type alone from the app.';
  return rule.mayImport.includes(kindOf(other)) ? undefined : rule.instead;
}

/** Every folder and file name that may stand at a level; undefined when the path is fine. */
export function judgePlace(path: string): string | undefined {
  const [top = '', second = '', ...rest] = path.split('/');
  if (second === '') return undefined;
  if (!/^(?:electron|renderer|resources|build|e2e|\..+)$/.test(top))
    return `${top}/ is not part of the house`;
  if (top !== 'electron' || rest.length === 0) return undefined;
  const known = Object.keys(UNITS).some((unit) => unit === `electron/${second}`);
  return known ? undefined : `electron/${second}/ is not part of the house`;
}

/** Circles of files that import each other, by type or value; each begins with its first name in order. */
export function findCycles(imports: readonly Import[]): string[][] {
  const edges = new Map<string, string[]>();
  for (const { from, to } of imports) edges.set(from, [...(edges.get(from) ?? []), to]);
  const cycles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string) => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) return void cycles.push(trail.slice(seenAt));
    if (done.has(file)) return;
    trail.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    trail.pop();
    done.add(file);
  };
  for (const file of [...edges.keys()].sort()) visit(file);
  return cycles;
}

function isPath(to: string): boolean {
  return /^(?:electron|renderer|resources|build|e2e)\//.test(to) || to === 'package.json';
}

function isForTests(path: string): boolean {
  return FOR_TESTS.test(path);
}

/** `electron/services/koishi/config` belongs to `electron/services/koishi`, `electron/services/roles` to `electron/services`. */
function unitOf(path: string): string {
  const parts = path.split('/');
  const [top = '', second = '', third = ''] = parts;
  if (top === 'renderer') return second === 'api' && parts.length > 2 ? 'renderer/api' : 'renderer';
  if (top !== 'electron') return top;
  const isDivided = second === 'services' || second === 'engine' || second === 'shell';
  return isDivided && parts.length > 3 ? `${top}/${second}/${third}` : `${top}/${second}`;
}

function kindOf(unit: string): string {
  return unit.startsWith('electron/services/') ? SERVICE : unit;
}
