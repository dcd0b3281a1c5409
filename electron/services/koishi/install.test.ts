import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, expect, test } from 'vitest';
import { readPreparation } from './log-lines';
import { prepare } from './preparation';
import { inputOf } from './test-input';

const OLD_MANIFEST = JSON.stringify({
  name: '@koishijs/boilerplate',
  packageManager: 'yarn@4.12.0',
  dependencies: { koishi: '4.18.11', 'koishi-plugin-unwanted': '1.0.0' },
});

let etc: string;
let base: string;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'botpier-install-'));
  etc = join(root, 'etc');
  base = join(root, 'koishi');
  mkdirSync(etc);
  mkdirSync(join(base, '.yarn'), { recursive: true });
  for (const { path, content } of prepare(inputOf())?.files ?? []) {
    writeFileSync(path.replace('/etc/botpier', etc), content);
  }
  cpSync(join(import.meta.dirname, 'fake-yarn.cjs'), join(base, '.yarn/yarn.cjs'));
  writeFileSync(join(base, '.yarnrc.yml'), 'nodeLinker: node-modules\n\nyarnPath: .yarn/yarn.cjs\n');
  writeFileSync(join(base, 'package.json'), OLD_MANIFEST);
  writeFileSync(join(base, 'yarn.lock'), 'old');
});

function start(env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(etc, 'install.mjs')], {
    cwd: base,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function run(how = '', env: Record<string, string> = {}) {
  const child = start({ FAKE_YARN: how, ...env });
  const lines: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n')));
  const [code] = await once(child, 'close');
  return { code, lines, report: readPreparation(lines) };
}

const read = (name: string) => readFileSync(join(base, name), 'utf8');
const yarnRuns = () => (existsSync(join(base, 'yarn-runs')) ? read('yarn-runs').split('\n').length - 1 : 0);
const leftovers = () => readdirSync(base).filter((name) => /saved|cache|tmp/.test(name));

test('installs the table and nothing else, and is done for good', async () => {
  const { code, report } = await run();
  expect(code).toBe(0);
  expect(report).toEqual({ progress: { done: 4, total: 4 }, failure: undefined });
  const { dependencies, packageManager } = JSON.parse(read('package.json'));
  expect(packageManager).toBe('yarn@4.12.0');
  expect(dependencies).toMatchObject({ 'koishi-plugin-chatluna': '1.4.0', koishi: '4.18.11' });
  expect(dependencies).not.toHaveProperty('koishi-plugin-unwanted');
  expect(leftovers()).toEqual([]);
  expect((await run()).code).toBe(0);
  expect(yarnRuns()).toBe(1);
});

test('a package that somebody removed is installed again', async () => {
  await run();
  writeFileSync(join(base, 'node_modules/koishi-plugin-chatluna/package.json'), '{"version":"1.3.36"}');
  expect((await run()).code).toBe(0);
  expect(yarnRuns()).toBe(2);
  expect(read('node_modules/koishi-plugin-chatluna/package.json')).toContain('1.4.0');
});

test.each([
  ['notFound', 'prepareFailed', 'YN0035 a-plugin@npm:1.4.0: Package not found'],
  ['noVersion', 'prepareFailed', 'YN0082 a-plugin@npm:1.4.0: No candidates found'],
  ['badGateway', 'prepareUnreachable', 'YN0035 a-plugin@npm:1.4.0: The remote server failed (registry.test)'],
  [
    'unreachable',
    'prepareUnreachable',
    'YN0001 Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed (registry.test)',
  ],
  ['diskFull', 'diskFull', 'YN0001 Error: ENOSPC: no space left on device, write'],
  ['torn', 'prepareFailed', expect.stringContaining('not installed: koishi, ')],
  ['otherPeers', 'incompatiblePlugins', expect.stringContaining('wants koishi ^5.0.0, but 4.18.11 is there')],
])('%s: %s, and the manifests are as before', async (how, code, message) => {
  const result = await run(how, { YARN_NPM_REGISTRY_SERVER: 'https://user:pass@registry.test/npm' });
  expect(result.code).toBe(1);
  expect(result.report.failure).toMatchObject({ code, evidence: [message] });
  expect(read('package.json')).toBe(OLD_MANIFEST);
  expect(read('yarn.lock')).toBe('old');
  expect((await run()).code).toBe(0);
});

test('a table that does not fit is refused before anything is fetched', async () => {
  const table = JSON.parse(readFileSync(join(etc, 'plugins.json'), 'utf8'));
  table.packages.find(({ name }: { name: string }) => name === 'koishi-plugin-chatluna').version = '1.3.36';
  writeFileSync(join(etc, 'plugins.json'), JSON.stringify(table));
  const { report } = await run();
  expect(report.failure).toMatchObject({ code: 'incompatiblePlugins' });
  expect(yarnRuns()).toBe(0);
});

test('killed in the middle, the next run makes good', async () => {
  const child = start({ FAKE_YARN: 'hang' });
  if (!child.stdout) throw new Error('no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (line.includes('"link"')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  mkdirSync(join(base, 'node_modules'), { recursive: true });
  writeFileSync(join(base, 'node_modules/.yarn-state.yml'), 'half written');
  expect(leftovers().length).toBeGreaterThan(0);
  expect((await run()).code).toBe(0);
  expect(leftovers()).toEqual([]);
  expect(read('node_modules/.yarn-state.yml')).toBe('');
});

test('killed in the middle, then failing, it still knows the first manifests', async () => {
  const child = start({ FAKE_YARN: 'hang' });
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"link"')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  await run('notFound');
  expect(read('package.json')).toBe(OLD_MANIFEST);
  expect(read('yarn.lock')).toBe('old');
});

test('a registry without TLS is allowed by name, for it alone', async () => {
  await run('', { YARN_NPM_REGISTRY_SERVER: 'http://registry.local:4873/' });
  expect(read('yarn-runs')).toBe('registry.local\n');
});
