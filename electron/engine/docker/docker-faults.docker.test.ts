import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BenchEngine, startBenchEngine } from '../../../e2e/lab/engine/bench-engine';
import { labObstacle } from '../../../e2e/lab/engine/debian-packages';
import { createDockerFixture } from '../../../e2e/lab/engine/docker-fixture';
import { systemClock } from '../../lib/clock';
import { type Bench, createBench, numbered, patient, refusal } from '../contract-suite/bench';
import type { EngineEvent } from '../engine';
import { createDockerEngine } from './docker-engine';
import { parseEndpoint } from './endpoint';
import { startDroppingProxy } from './testing/dropping-proxy';

const obstacle = labObstacle();
if (obstacle) console.warn(`SKIPPED, no Docker engine is broken: ${obstacle}`);

/** What only a real engine can do to us: die, come back, and be cut off. */
describe.skipIf(obstacle !== undefined).each(['20', '26'] as const)('Docker %s in trouble', (version) => {
  let lab: BenchEngine;
  let bench: Bench;
  beforeAll(async () => {
    lab = await startBenchEngine(version);
    bench = createBench(createDockerFixture(lab));
  });
  afterEach(() => bench.clean());
  afterAll(async () => {
    await bench.fixture.close();
    await lab.stop();
  });

  /** Resolves once the engine's daemon is gone; `work` is under way by then. */
  async function crashDuring<T>(work: () => Promise<T>, isUnderWay: Promise<unknown>): Promise<T> {
    const outcome = work();
    await isUnderWay;
    await lab.crash();
    return await outcome;
  }

  function watch(): { seen: EngineEvent[]; end(): Promise<void>; connected(): Promise<void> } {
    const seen: EngineEvent[] = [];
    const abort = new AbortController();
    const reading = (async () => {
      for await (const event of bench.fixture.engine.events(abort.signal)) seen.push(event);
    })();
    return {
      seen,
      connected: () => expect.poll(() => seen.at(-1)?.kind, patient).toBe('connected'),
      async end() {
        abort.abort();
        await reading;
      },
    };
  }

  test('events tell of the loss and of the return, and go on', async () => {
    const { seen, end, connected } = watch();
    await connected();
    await lab.crash();
    await expect.poll(() => seen.map((event) => event.kind), patient).toEqual(['connected', 'disconnected']);
    await refusal('engineGone', bench.fixture.engine.containers.list());
    await lab.start();
    await connected();
    const id = await bench.create(bench.fixture.programs.lines(1));
    await expect.poll(() => seen.at(-1), patient).toMatchObject({ kind: 'container', action: 'create', id });
    await end();
  });

  test('an engine that is halted in good order is seen to go and come, too', async () => {
    const { seen, end, connected } = watch();
    await connected();
    await lab.halt();
    await expect.poll(() => seen.at(-1)?.kind, patient).toBe('disconnected');
    await lab.start();
    await connected();
    await end();
  });

  test('waitExit, exec, stats and a pull under way reject and do not hang', async () => {
    const { fixture, run } = bench;
    const { containers, images } = fixture.engine;
    const id = await run(fixture.programs.lines(1));
    const pulling = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const stats = async () => {
      for await (const _ of containers.stats(id, new AbortController().signal)) reading.resolve();
    };
    await crashDuring(
      () =>
        Promise.all([
          refusal('engineGone', containers.waitExit(id)),
          refusal('engineGone', containers.exec(id, ['sleep', '1000'])),
          refusal('engineGone', stats()),
          refusal('engineGone', images.pull(fixture.pulls.stalling, { onProgress: () => pulling.resolve() })),
        ]),
      Promise.all([pulling.promise, reading.promise]),
    );
    await lab.start();
    // What ran was killed by the return of the engine, and asking again tells how it ended.
    expect(await containers.waitExit(id)).toEqual(expect.any(Number));
  });

  test('a followed log goes on over a crash of the engine, each line once', async () => {
    const { fixture, run, logged } = bench;
    const { containers } = fixture.engine;
    const id = await run(fixture.programs.lines(40, 10));
    const seen: string[] = [];
    const abort = new AbortController();
    const following = (async () => {
      for await (const line of containers.logs(id, { follow: true, signal: abort.signal }))
        seen.push(line.text);
    })();
    await expect.poll(() => seen.length, patient).toBe(40);
    await lab.crash();
    await lab.start();
    await containers.start(id);
    await expect.poll(() => seen.length, patient).toBe(80);
    abort.abort();
    await following;
    expect(seen).toEqual([...numbered(40), ...numbered(40)]);
    expect(await logged(id)).toEqual(seen);
  });

  test('a log followed over a connection that breaks again and again has each line once', async () => {
    const { fixture, run } = bench;
    const proxy = await startDroppingProxy(lab.endpoint.replace('unix://', ''));
    const engine = createDockerEngine({ endpoint: parseEndpoint(proxy.socketPath), clock: systemClock });
    const id = await run(fixture.programs.lines(600, 5));
    const seen: string[] = [];
    let drops = 0;
    for await (const line of engine.containers.logs(id, { follow: true })) {
      seen.push(line.text);
      if (seen.length % 60 === 30) {
        proxy.drop();
        drops += 1;
      }
      if (line.text === 'line 600') break;
    }
    expect(seen).toEqual(numbered(600));
    expect(drops).toBe(10);
    await engine.close();
    await proxy.close();
  });

  test('a pull that was aborted in its middle can be begun again', async () => {
    const { images } = bench.fixture.engine;
    const reference = await lab.publish(20_000_000, 20_000_000);
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await refusal('cancelled', images.pull(reference, { signal: abort.signal, onProgress }));
    const { digest } = await images.pull(reference, {});
    expect((await images.find(reference))?.digests).toContain(digest);
  });

  test('tells whether an aborted pull goes on where it stopped', async () => {
    expect((await bench.fixture.engine.info()).resumesPulls).toBe(version === '26');
  });

  test('limits, ports and rights are as asked for', async () => {
    const id = await bench.create(bench.fixture.programs.lines(1), {
      memoryBytes: 64 * 1024 * 1024,
      dropCapabilities: ['ALL'],
      extraHosts: { 'host.docker.internal': 'host-gateway' },
      ports: [{ container: 80, host: await lab.freePort() }],
    });
    const [inspected] = JSON.parse(await lab.docker('inspect', id)) as [{ HostConfig: object }];
    expect(inspected.HostConfig).toMatchObject({
      Init: true,
      Memory: 64 * 1024 * 1024,
      MemorySwap: 64 * 1024 * 1024,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ExtraHosts: ['host.docker.internal:host-gateway'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1' }] },
    });
    await bench.fixture.engine.containers.start(id);
  });

  test('a program that eats more memory than it may is seen as such', async () => {
    const { fixture, run } = bench;
    const { containers } = fixture.engine;
    const glutton = { image: lab.busybox, command: ['sh', '-c', 'x=a; while :; do x=$x$x$x; done'] };
    const id = await run(glutton, { memoryBytes: 16 * 1024 * 1024 });
    expect(await containers.waitExit(id)).toBe(137);
    expect(await containers.find(id)).toMatchObject({ oomKilled: true, exitCode: 137 });
  });
});
