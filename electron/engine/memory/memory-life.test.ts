import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { type ContainerInfo, type CreateContainer, type EngineEvent, LABELS } from '../engine';
import { createMemoryEngine, type MemoryEngine } from './memory-engine';
import { createMemoryHost } from './memory-host';
import { fetchText, testImage } from './testing/test-image';

const IMAGE = 'lab/programs:1';
const labels = { [LABELS.bot]: 'quayquay', [LABELS.service]: 'koishi' };

let clock: ManualClock;
let engine: MemoryEngine;

beforeEach(() => {
  clock = createManualClock();
  engine = createMemoryEngine({ clock, images: { [IMAGE]: testImage('a') } });
  engine.controls.load(IMAGE);
});
afterEach(() => engine.controls.shutDown());

async function create(command: string[], extra: Partial<CreateContainer> = {}): Promise<string> {
  return engine.containers.create({ name: 'one', image: IMAGE, labels, command, ...extra });
}

async function run(command: string[], extra?: Partial<CreateContainer>): Promise<string> {
  const id = await create(command, extra);
  await engine.containers.start(id);
  return id;
}

async function look(id: string): Promise<ContainerInfo> {
  const info = await engine.containers.find(id);
  if (!info) throw new Error(`no container ${id}`);
  return info;
}

async function logged(id: string): Promise<string[]> {
  return (await Array.fromAsync(engine.containers.logs(id, { follow: false }))).map(({ text }) => text);
}

function watch(): { seen: EngineEvent[]; kinds(): string[]; end(): Promise<void> } {
  const seen: EngineEvent[] = [];
  const abort = new AbortController();
  const reading = (async () => {
    for await (const event of engine.events(abort.signal)) seen.push(event);
  })();
  return {
    seen,
    kinds: () => seen.map((event) => (event.kind === 'container' ? event.action : event.kind)),
    async end() {
      abort.abort();
      await reading;
    },
  };
}

describe('a crash loop', () => {
  it('pauses 100 ms, then twice as long each time', async () => {
    const begun = clock.now();
    const events = watch();
    const id = await run(['exits', '3'], { restart: 'unless-stopped' });
    await clock.advance(1_600);
    expect(await look(id)).toMatchObject({ state: 'restarting', exitCode: 3, restartCount: 5 });
    await events.end();
    const deaths = events.seen.filter((event) => event.kind === 'container' && event.action === 'die');
    expect(deaths.map(({ at }) => at - begun)).toEqual([0, 100, 300, 700, 1_500]);
  });

  it('begins anew with short pauses after a good run', async () => {
    const id = await run(['deaf'], { restart: 'unless-stopped' });
    for (const pause of [100, 200]) {
      await engine.controls.crash(id, 9);
      await clock.advance(pause - 1);
      expect((await look(id)).state).toBe('restarting');
      await clock.advance(1);
      expect((await look(id)).state).toBe('running');
    }
    await clock.advance(10_000);
    await engine.controls.crash(id);
    await clock.advance(100);
    expect(await look(id)).toMatchObject({ state: 'running', restartCount: 3, exitCode: undefined });
  });

  it('is over when the port is taken meanwhile, and says so', async () => {
    const port = await freePort();
    const id = await run(['deaf'], { restart: 'unless-stopped', ports: [{ container: 80, host: port }] });
    await engine.controls.crash(id);
    await run(['deaf'], { name: 'thief', ports: [{ container: 80, host: port }] });
    await clock.advance(100);
    await expect.poll(() => look(id)).toMatchObject({ state: 'exited', exitCode: 128 });
    expect((await look(id)).error).toContain('address already in use');
  });

  it('an end by kill or stop is final', async () => {
    const id = await run(['deaf'], { restart: 'unless-stopped' });
    await engine.containers.kill(id);
    await clock.advance(60_000);
    expect(await look(id)).toMatchObject({ state: 'exited', exitCode: 137, restartCount: 0 });
  });
});

describe('an end', () => {
  it('by stop waits for the program, and kills a deaf one after the timeout', async () => {
    const events = watch();
    const id = await run(['deaf']);
    const stopping = engine.containers.stop(id, 7);
    await clock.advance(6_999);
    expect((await look(id)).state).toBe('running');
    await clock.advance(1);
    await stopping;
    expect(await look(id)).toMatchObject({ state: 'exited', exitCode: 137 });
    await events.end();
    expect(events.kinds()).toEqual(['connected', 'create', 'start', 'die', 'stop']);
  });

  it('by memory is told as such until the next start', async () => {
    const events = watch();
    const id = await run(['deaf']);
    await engine.controls.outOfMemory(id);
    await events.end();
    expect(events.kinds()).toEqual(['connected', 'create', 'start', 'oom', 'die']);
    expect(await look(id)).toMatchObject({ state: 'exited', exitCode: 137, oomKilled: true });
    await engine.containers.start(id);
    expect(await look(id)).toMatchObject({ state: 'running', oomKilled: false });
  });

  it('by a thrown error is 1, with the error in the log', async () => {
    const id = await run(['fetches', 'no url']);
    expect(await engine.containers.waitExit(id)).toBe(1);
    expect((await logged(id)).join()).toContain('Invalid URL');
  });

  it('by kill is the end of all that the program does', async () => {
    const id = await run(['lines', '3', '1000'], { volumes: [{ volume: 'v', path: '/data' }] });
    await clock.advance(1_000);
    await engine.containers.kill(id);
    await clock.advance(10_000);
    expect(await logged(id)).toEqual(['line 1']);
  });

  it('behind our back is seen as an event, and then it is gone', async () => {
    const events = watch();
    const id = await run(['deaf'], { restart: 'unless-stopped' });
    await engine.controls.removeBehindOurBack('one');
    await events.end();
    expect(events.kinds()).toEqual(['connected', 'create', 'start', 'die', 'destroy']);
    expect(await engine.containers.find(id)).toBeUndefined();
  });
});

describe('a refused start', () => {
  it('for a port leaves it created, with the engine’s text', async () => {
    const port = await freePort();
    await run(['deaf'], { ports: [{ container: 80, host: port }] });
    const id = await create(['deaf'], { name: 'two', ports: [{ container: 80, host: port }] });
    await expect(engine.containers.start(id)).rejects.toMatchObject({ kind: 'portInUse' });
    expect(await look(id)).toMatchObject({ state: 'created', exitCode: 128 });
    expect((await look(id)).error).toContain(`127.0.0.1:${port}`);
  });

  it('for a network that is not there', async () => {
    const id = await create(['deaf'], { network: { name: 'none', aliases: [] } });
    await expect(engine.containers.start(id)).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('an engine that goes away', () => {
  it('refuses every call, tells its listeners, and ends what waits', async () => {
    const events = watch();
    const id = await run(['deaf']);
    const waiting = engine.containers.waitExit(id);
    await engine.controls.goAway();
    for (const call of [waiting, engine.info(), engine.containers.list(), engine.images.find(IMAGE)]) {
      await expect(call).rejects.toMatchObject({ kind: 'engineGone' });
    }
    engine.controls.comeBack();
    expect((await look(id)).state).toBe('running');
    await events.end();
    expect(events.kinds()).toEqual(['connected', 'create', 'start', 'disconnected', 'connected']);
  });

  it('by a crash takes its containers along, whatever their restart policy', async () => {
    const events = watch();
    const id = await run(['deaf'], { restart: 'unless-stopped' });
    await engine.controls.goAway({ killsContainers: true });
    await clock.advance(60_000);
    engine.controls.comeBack();
    await events.end();
    expect(events.kinds()).toEqual(['connected', 'create', 'start', 'disconnected', 'connected']);
    expect(await look(id)).toMatchObject({ state: 'exited', exitCode: 143 });
  });

  it('keeps who follows a log waiting, and then gives every line', async () => {
    const id = await run(['lines', '4', '1000']);
    const seen: string[] = [];
    const abort = new AbortController();
    const following = (async () => {
      for await (const { text } of engine.containers.logs(id, { follow: true, signal: abort.signal }))
        seen.push(text);
    })();
    await clock.advance(1_000);
    await engine.controls.goAway();
    await clock.advance(2_000);
    expect(seen).toEqual(['line 1']);
    engine.controls.comeBack();
    await clock.advance(1_000);
    expect(seen).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
    abort.abort();
    await following;
  });

  it('is found stopped by its host, started, and found again as the same engine', async () => {
    const host = createMemoryHost(engine);
    await engine.controls.goAway();
    expect(await host.probe('')).toEqual({ kind: 'stopped', product: 'Rehearsal', canStart: true });
    await host.start();
    expect(await host.probe('')).toMatchObject({ kind: 'running', engine });
  });

  it('closed, it lets its readers go and leaves its containers alone', async () => {
    const id = await run(['deaf']);
    const seen: EngineEvent[] = [];
    const reading = (async () => {
      for await (const event of engine.events(new AbortController().signal)) seen.push(event);
    })();
    await engine.close();
    await reading;
    expect((await look(id)).state).toBe('running');
  });
});

describe('a full disk', () => {
  it('refuses what is written, from outside and inside', async () => {
    const id = await create(['writes', '/tmp/x', 'text']);
    engine.controls.setDiskFull(true);
    await expect(engine.containers.putFiles(id, [{ path: '/x', content: 'x' }])).rejects.toMatchObject({
      kind: 'diskFull',
    });
    await engine.containers.start(id);
    expect(await engine.containers.waitExit(id)).toBe(1);
    expect(await logged(id)).toEqual([expect.stringContaining('ENOSPC')]);
  });
});

describe('published ports', () => {
  it('are cut while the program does not listen, and move on to a new run', async () => {
    const port = await freePort();
    const ports = [{ container: 8080, host: port }];
    const silent = await run(['deaf'], { ports });
    await expect(fetchText(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    await engine.containers.remove(silent, true);
    const id = await run(['http', '8080', 'ahoy'], { ports });
    await expect.poll(() => fetchText(`http://127.0.0.1:${port}/`).catch(String)).toBe('ahoy');
    await engine.containers.stop(id);
    await expect(fetchText(`http://127.0.0.1:${port}/`)).rejects.toThrow('ECONNREFUSED');
    await engine.containers.start(id);
    await expect.poll(() => fetchText(`http://127.0.0.1:${port}/`).catch(String)).toBe('ahoy');
  });

  it('count what goes through', async () => {
    const port = await freePort();
    const id = await run(['http', '8080', 'x'.repeat(5_000)], { ports: [{ container: 8080, host: port }] });
    await expect.poll(() => fetchText(`http://127.0.0.1:${port}/`).catch(() => '')).toHaveLength(5_000);
    const stats = engine.containers.stats(id, new AbortController().signal)[Symbol.asyncIterator]();
    const reading = stats.next();
    await clock.advance(1_000);
    const { value } = await reading;
    expect(value.txBytes).toBeGreaterThan(5_000);
    expect(value.rxBytes).toBeGreaterThan(20);
    await stats.return?.();
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}
