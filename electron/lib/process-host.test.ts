import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessHost } from './process-host';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'process-host-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the host', () => {
  const host = createProcessHost(new AbortController().signal);

  it('knows the machine', () => {
    expect(host.hostname).toBe(hostname());
    expect(host.macAddress).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    expect(host.env).toHaveProperty('PATH');
  });

  it('reads and writes files, and takes absent ones as they are', async () => {
    const path = join(dir, 'deep/down/file.json');
    expect(await host.files.read(path)).toBeUndefined();
    expect(await host.files.list(join(dir, 'deep'))).toEqual([]);
    await host.files.write(path, '{}');
    expect(await host.files.read(path)).toBe('{}');
    expect(await host.files.list(join(dir, 'deep/down'))).toEqual(['file.json']);
    await host.files.remove(path);
    expect(await host.files.read(path)).toBeUndefined();
    await expect(host.files.read(dir)).rejects.toThrow('EISDIR');
  });

  it('refuses a port that is taken', async () => {
    const taken = createTcpServer().listen(0);
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(host.listen(createServer(), port)).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});

describe('a program as a process', () => {
  const MAIN = `
    import { runProgram } from ${JSON.stringify(join(import.meta.dirname, 'process-host.ts'))};
    const program = async (host) => {
      host.log('args ' + host.args.join());
      await new Promise((resolve) => {
        host.signal.addEventListener('abort', resolve, { once: true });
        process.stdin.once('data', resolve);
      });
      host.log(host.signal.aborted ? 'told to stop' : 'done', 'stderr');
      return 7;
    };
    await runProgram(program, { ignoresSigterm: process.argv[2] === 'deaf' });
  `;

  beforeAll(async () => {
    const source = join(dir, 'source.ts');
    await writeFile(source, MAIN);
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        ssr: source,
        outDir: dir,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
      },
    });
  });

  async function run(word: string) {
    const child = spawn(process.execPath, [join(dir, 'main.mjs'), word]);
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    const lines = createInterface({ input: child.stdout });
    const [first] = await once(lines, 'line');
    return { child, exited, first: String(first) };
  }

  it('ends with the program’s exit code when it is told to stop', async () => {
    const { child, exited, first } = await run('word');
    expect(first).toBe('args word');
    child.kill('SIGTERM');
    expect(await exited).toBe(7);
  });

  it('hears nothing where the program is deaf to it', async () => {
    const { child, exited } = await run('deaf');
    let told = '';
    child.stderr.on('data', (data) => {
      told += data;
    });
    child.kill('SIGTERM');
    child.stdin.write('go on\n');
    expect(await exited).toBe(7);
    expect(told).toBe('done\n');
  });
});
