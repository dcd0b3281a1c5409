import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './command';
import { startDaemon } from './daemon';
import type { LabEngineVersion } from './engine-binaries';
import { importBusybox, importNode } from './images';
import { type LabEngine, startLabEngine } from './lab-engine';
import { fetchInNetns, insideNetns } from './net-namespace';
import { publishImage } from './publish-image';
import { startRegistry } from './registry';

const STALLING_PORT = 5001;

/** An engine in a network of its own, with images, a registry, and a registry that stalls. */
export interface BenchEngine extends LabEngine {
  busybox: string;
  node: string;
  /** Publishes an image no engine has seen, of layers of so many bytes of noise; answers its reference. */
  publish(...layerBytes: number[]): Promise<string>;
  registryHost: string;
  stallingImage: string;
  /** GETs a URL as seen by the engine's machine; undefined when nothing answers. */
  fetchText(url: string): Promise<string | undefined>;
  /** A port of that machine that was just seen to be free. */
  freePort(): Promise<number>;
  occupyPort(): Promise<{ port: number; release(): Promise<void> }>;
}

export async function startBenchEngine(version: LabEngineVersion): Promise<BenchEngine> {
  const dir = await mkdtemp(join(tmpdir(), `botpier-lab-${version}-`));
  const netns = `botpier-${version}-${process.pid}`;
  const engine = await startLabEngine({
    version,
    containerdStore: version !== '20',
    dir: join(dir, 'engine'),
    netns,
  });
  const registry = await startRegistry({ dir: join(dir, 'registry'), netns });
  const program = join(dirname(fileURLToPath(import.meta.url)), 'stalling-registry.ts');
  const line = insideNetns(netns, [process.execPath, program, String(STALLING_PORT)]);
  const stalling = startDaemon(line, join(dir, 'stalling.log'));
  const stallingHost = `127.0.0.1:${STALLING_PORT}`;
  await until('the stalling registry', 10_000, () => fetchInNetns(netns, `http://${stallingHost}/v2/`));
  let published = 0;

  function occupyPort(): Promise<{ port: number; release(): Promise<void> }> {
    const script =
      'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log(s.address().port))';
    const [command, ...args] = insideNetns(netns, [process.execPath, '-e', script]);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.stdout.once('data', (text: Buffer) =>
        resolve({
          port: Number(text),
          release: () =>
            new Promise((done) => {
              child.once('exit', () => done());
              child.kill();
            }),
        }),
      );
    });
  }

  return {
    ...engine,
    busybox: await importBusybox(engine, dir),
    node: await importNode(engine, dir),
    registryHost: registry.host,
    async publish(...layerBytes) {
      const repository = `lab/fresh-${++published}`;
      const layers = layerBytes.map((bytes) => randomBytes(bytes));
      await publishImage(registry.storage, { repository, tag: '1', layers });
      return `${registry.host}/${repository}:1`;
    },
    stallingImage: `${stallingHost}/lab/stalling:1`,
    fetchText: (url) => fetchInNetns(netns, url),
    async freePort() {
      const { port, release } = await occupyPort();
      await release();
      return port;
    },
    occupyPort,
    async stop() {
      await stalling.kill('SIGTERM');
      await registry.stop();
      await engine.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
