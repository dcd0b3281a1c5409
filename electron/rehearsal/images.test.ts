import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** The simulators as an image holds them: one file each, started by Node alone. */
let dir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'images-'));
  for (const name of ['model', 'messenger']) {
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, name, 'main.ts'),
        outDir: dir,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
      },
    });
  }
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts an image's main; resolves with the line that `until` fits. */
async function start(name: string, env: Record<string, string>, until: RegExp): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(dir, `${name}.mjs`)], { env: { ...process.env, ...env } });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (until.test(line)) return child;
  }
  throw new Error(`${name} ended early`);
}

it('runs the model API, faults and all, and stops when told to', async () => {
  const [port, controlPort] = [await freePort(), await freePort()];
  const env = { PORT: String(port), SIM_CONTROL_PORT: String(controlPort), SIM_KEYS: 'one,two' };
  const child = await start('model', env, /listening/);
  const list = async (key: string) =>
    (await fetch(`http://127.0.0.1:${port}/v1/models`, { headers: { authorization: `Bearer ${key}` } }))
      .status;
  expect([await list('two'), await list('three')]).toEqual([200, 401]);
  const setFault = (fault: string | null) =>
    fetch(`http://127.0.0.1:${controlPort}/fault`, { method: 'POST', body: JSON.stringify({ fault }) });
  expect((await setFault('nonsense')).status).toBe(400);
  await setFault('region');
  expect(await list('two')).toBe(403);
  await setFault(null);
  expect(await list('two')).toBe(200);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

it('holds the messenger in one file, which knows the generations it can play', async () => {
  const child = spawn(process.execPath, [join(dir, 'messenger.mjs')], {
    env: { ...process.env, SIM_PROFILE: 'Z' },
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(said).toContain('SIM_PROFILE');
});
