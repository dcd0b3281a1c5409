import { describe, expect, test } from 'vitest';
import { type Bench, freshBot, patient, refusal, take } from './bench';

export function containersContract(bench: () => Bench): void {
  describe('info', () => {
    test('names the product and its machine', async () => {
      const info = await bench().fixture.engine.info();
      expect(info.product).not.toBe('');
      expect(info.version).toMatch(/^\d+\.\d+/);
      expect(['amd64', 'arm64']).toContain(info.architecture);
      expect(info.cpus).toBeGreaterThan(0);
      expect(info.memoryBytes).toBeGreaterThan(1 << 26);
      expect(Math.abs(info.clockSkewMs)).toBeLessThan(5_000);
    });
  });

  describe('containers: life', () => {
    test('created, found by id and name, running, stopped, removed', async () => {
      const { fixture, create, name, bot } = bench();
      const { containers } = fixture.engine;
      const called = name('life');
      const id = await create(fixture.programs.lines(1), { name: called });

      const created = await containers.find(id);
      expect(created).toMatchObject({ id, name: called, bot, state: 'created', restartCount: 0 });
      expect(created?.exitCode).toBeUndefined();
      expect(created?.startedAt).toBeUndefined();
      expect(created?.imageId).not.toBe('');
      expect((await containers.find(called))?.id).toBe(id);

      await containers.start(id);
      const running = await containers.find(id);
      expect(running).toMatchObject({ state: 'running', exitCode: undefined });
      expect(running?.startedAt).toBeGreaterThan(1_600_000_000_000);

      await containers.stop(id, 5);
      const stopped = await containers.find(id);
      expect(stopped?.state).toBe('exited');
      expect(stopped?.finishedAt).toBeGreaterThanOrEqual(running?.startedAt ?? Number.POSITIVE_INFINITY);

      await containers.remove(id);
      expect(await containers.find(id)).toBeUndefined();
      expect(await containers.find(called)).toBeUndefined();
    });

    test('starting twice, stopping twice, stopping and removing what is gone are fine', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.start(id);
      await containers.stop(id, 5);
      await containers.stop(id, 5);
      await containers.remove(id);
      await containers.stop(id, 5);
      await containers.remove(id);
      await containers.remove(id, true);
    });

    test('what is gone cannot be started, killed, renamed or waited for', async () => {
      const { fixture, create, name } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      await containers.remove(id);
      await refusal('notFound', containers.start(id));
      await refusal('notFound', containers.kill(id));
      await refusal('notFound', containers.rename(id, name('gone')));
      await refusal('notFound', containers.waitExit(id));
      await refusal('notFound', containers.putFiles(id, [{ path: '/x', content: 'x' }]));
      await refusal('notFound', containers.getFile(id, '/x'));
    });

    test('kill ends it at once, and only what runs can be killed', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.kill(id);
      expect(await containers.waitExit(id)).toBe(137);
      await refusal('notRunning', containers.kill(id));
    });

    test('a running container is removed only by force', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await refusal('inUse', containers.remove(id));
      expect((await containers.find(id))?.state).toBe('running');
      await containers.remove(id, true);
      expect(await containers.find(id)).toBeUndefined();
    });

    test('a name is given once; a rename frees it', async () => {
      const { fixture, create, name } = bench();
      const { containers } = fixture.engine;
      const [first, second] = [name('first'), name('second')];
      const id = await create(fixture.programs.lines(1), { name: first });
      await refusal('nameConflict', create(fixture.programs.lines(1), { name: first }));
      const other = await create(fixture.programs.lines(1), { name: second });
      await refusal('nameConflict', containers.rename(other, first));
      await containers.rename(id, name('third'));
      await containers.rename(other, first);
      expect((await containers.find(first))?.id).toBe(other);
    });

    test('an image that is not here is named as such', async () => {
      const { fixture, create } = bench();
      await refusal('imageMissing', create({ ...fixture.programs.lines(1), image: 'lab/nowhere:9' }));
    });

    test('a command that does not exist fails at start, and says so afterwards', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.unstartable(), { init: false });
      await refusal('badCommand', containers.start(id));
      const info = await containers.find(id);
      expect(['created', 'exited']).toContain(info?.state);
      expect(info?.error).toMatch(/./);
    });

    test('hostname, MAC address and environment reach the program', async () => {
      const { fixture, run, logged, labels, name } = bench();
      const { containers, networks } = fixture.engine;
      const network = name('net');
      await networks.ensure(network, labels);
      const id = await run(fixture.programs.describes(), {
        hostname: 'quay',
        macAddress: '02:42:ac:00:00:07',
        env: { BOTPIER_TEST: 'a=b c' },
        network: { name: network, aliases: ['quay'] },
      });
      expect(await containers.waitExit(id)).toBe(0);
      expect(await logged(id)).toEqual(['host=quay', 'mac=02:42:ac:00:00:07', 'env=a=b c']);
    });
  });

  describe('containers: list', () => {
    test('lists ours, all or of one bot', async () => {
      const { fixture, create, bot, labels } = bench();
      const { containers } = fixture.engine;
      const other = freshBot();
      const mine = await create(fixture.programs.lines(1));
      const theirs = await create(fixture.programs.lines(1), {
        labels: { ...labels, 'io.botpier.bot': other },
      });
      const ids = async (of?: typeof bot) =>
        (await containers.list(of)).map((container) => container.id).sort();
      expect(await ids(bot)).toEqual([mine]);
      expect(await ids(other)).toEqual([theirs]);
      expect(await ids()).toEqual([mine, theirs].sort());
    });

    test('tells labels, service and image of each', async () => {
      const { fixture, create, labels, bot } = bench();
      const all = { ...labels, 'io.botpier.service': 'koishi', 'io.botpier.hash': 'abc' };
      await create(fixture.programs.lines(1), { labels: all });
      const [info] = await fixture.engine.containers.list(bot);
      expect(info?.service).toBe('koishi');
      expect(info?.labels).toMatchObject(all);
      expect(info?.image).toBe(fixture.programs.lines(1).image);
    });
  });

  describe('containers: exit', () => {
    test('waitExit gives the exit code, before and after the end', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.exits(9));
      const waiting = containers.waitExit(id);
      await containers.start(id);
      expect(await waiting).toBe(9);
      expect(await containers.waitExit(id)).toBe(9);
      expect(await containers.find(id)).toMatchObject({ state: 'exited', exitCode: 9, oomKilled: false });
    });

    test('waitExit rejects when the container is removed meanwhile', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      const waiting = refusal('notFound', containers.waitExit(id));
      await containers.remove(id, true);
      await waiting;
    });

    test('waitExit can be cancelled', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      const abort = new AbortController();
      const waiting = refusal('cancelled', containers.waitExit(id, abort.signal));
      abort.abort();
      await waiting;
      await refusal('cancelled', containers.waitExit(id, AbortSignal.abort()));
    });

    test('a crash loop shows in restartCount, and a stop ends it', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.exits(3), { restart: 'unless-stopped' });
      await expect
        .poll(async () => (await containers.find(id))?.restartCount, patient)
        .toBeGreaterThanOrEqual(2);
      expect(['restarting', 'running', 'exited']).toContain((await containers.find(id))?.state);
      await containers.stop(id, 5);
      await expect.poll(async () => (await containers.find(id))?.state, patient).toBe('exited');
      expect((await containers.find(id))?.exitCode).toBe(3);
    });

    test('without a restart policy it stays down', async () => {
      const { fixture, run } = bench();
      const id = await run(fixture.programs.exits(3));
      await fixture.engine.containers.waitExit(id);
      expect(await fixture.engine.containers.find(id)).toMatchObject({ state: 'exited', restartCount: 0 });
    });
  });

  describe('containers: stats and exec', () => {
    test('stats come until the container ends', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      const readings = [];
      for await (const reading of containers.stats(id, new AbortController().signal)) {
        readings.push(reading);
        if (readings.length === 2) await containers.stop(id, 5);
      }
      expect(readings.length).toBeGreaterThanOrEqual(2);
      expect(readings[0]?.memoryBytes).toBeGreaterThan(0);
      expect(readings[0]?.cpus).toBeGreaterThanOrEqual(0);
      expect(readings[1]?.at).toBeGreaterThan(readings[0]?.at ?? Number.POSITIVE_INFINITY);
      for (const counter of ['cpuMs', 'readBytes', 'writtenBytes'] as const)
        expect(readings[1]?.[counter]).toBeGreaterThanOrEqual(
          readings[0]?.[counter] ?? Number.POSITIVE_INFINITY,
        );
    });

    test('stats end quietly when aborted', async () => {
      const { fixture, run } = bench();
      const id = await run(fixture.programs.lines(1));
      const abort = new AbortController();
      let seen = 0;
      for await (const _ of fixture.engine.containers.stats(id, abort.signal)) {
        seen += 1;
        abort.abort();
      }
      expect(seen).toBe(1);
    });

    test('exec gives both streams and the exit code', async () => {
      const { fixture, run } = bench();
      const id = await run(fixture.programs.lines(1));
      expect(await fixture.engine.containers.exec(id, fixture.commands.talks)).toEqual({
        exitCode: 7,
        stdout: 'hello\n',
        stderr: 'oops\n',
      });
    });

    test('exec of what does not exist ends with 126 or 127', async () => {
      const { fixture, run } = bench();
      const id = await run(fixture.programs.lines(1));
      const result = await fixture.engine.containers.exec(id, fixture.commands.missing);
      expect([126, 127]).toContain(result.exitCode);
    });

    test('exec needs a running container', async () => {
      const { fixture, create } = bench();
      const id = await create(fixture.programs.lines(1));
      await refusal('notRunning', fixture.engine.containers.exec(id, fixture.commands.talks));
    });
  });

  describe('ports', () => {
    test('a published port answers on 127.0.0.1 and nowhere else', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const host = await fixture.freePort();
      const id = await run(fixture.programs.http(8080, 'ahoy'), { ports: [{ container: 8080, host }] });
      await expect.poll(() => fixture.fetchText(`http://127.0.0.1:${host}/`), patient).toBe('ahoy');
      expect(await fixture.fetchText(`http://127.0.0.2:${host}/`)).toBeUndefined();
      expect((await containers.find(id))?.ports).toEqual([{ container: 8080, host }]);
    });

    test('a port another container holds is in use, and free again after it', async () => {
      const { fixture, run, create } = bench();
      const { containers } = fixture.engine;
      const ports = [{ container: 8080, host: await fixture.freePort() }];
      const first = await run(fixture.programs.http(8080, 'one'), { ports });
      const second = await create(fixture.programs.http(8080, 'two'), { ports });
      await refusal('portInUse', containers.start(second));
      expect((await containers.find(second))?.state).toBe('created');
      await containers.stop(first, 5);
      await containers.start(second);
      await expect.poll(() => fixture.fetchText(`http://127.0.0.1:${ports[0]?.host}/`), patient).toBe('two');
    });

    test('a port another program holds is in use', async () => {
      const { fixture, create } = bench();
      const { port, release } = await fixture.occupyPort();
      const id = await create(fixture.programs.http(8080, 'x'), { ports: [{ container: 8080, host: port }] });
      await refusal('portInUse', fixture.engine.containers.start(id));
      await release();
      await fixture.engine.containers.start(id);
    });
  });

  test('an aborted events stream ends quietly', async () => {
    const abort = new AbortController();
    const events = await take(bench().fixture.engine.events(abort.signal), () => {
      abort.abort();
      return false;
    });
    expect(events.map((event) => event.kind)).toEqual(['connected']);
  });
}
