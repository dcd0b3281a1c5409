import { describe, expect, test } from 'vitest';
import { type Bench, freshBot, refusal } from './bench';

export function networksContract(bench: () => Bench): void {
  describe('networks', () => {
    test('ensured twice, even at once, there is one', async () => {
      const { fixture, labels, bot, name } = bench();
      const { networks } = fixture.engine;
      const called = name('net');
      await Promise.all([networks.ensure(called, labels), networks.ensure(called, labels)]);
      await networks.ensure(called, labels);
      const mine = await networks.list(bot);
      expect(mine.map((network) => network.name)).toEqual([called]);
      expect(mine[0]?.labels).toMatchObject(labels);
      expect(await networks.list(freshBot())).toEqual([]);
      await networks.remove(called);
      await networks.remove(called);
      expect(await networks.list(bot)).toEqual([]);
    });

    test("the computer's own address on a network is one, or not known", async () => {
      const { fixture, labels, name } = bench();
      const { networks } = fixture.engine;
      const network = name('net');
      await networks.ensure(network, labels);
      expect((await networks.hostAddress(network)) ?? '172.18.0.1').toMatch(/^\d+(\.\d+){3}$/);
      expect(await networks.hostAddress(name('none'))).toBeUndefined();
    });

    test('containers on one network find each other by alias', async () => {
      const { fixture, labels, name, run, logged } = bench();
      const { containers, networks } = fixture.engine;
      const network = name('net');
      await networks.ensure(network, labels);
      await run(fixture.programs.http(8080, 'ahoy'), { network: { name: network, aliases: ['harbour'] } });
      await expect
        .poll(
          async () => {
            const asking = await run(fixture.programs.fetches('http://harbour:8080/'), {
              network: { name: network, aliases: ['boat'] },
            });
            return (await containers.waitExit(asking)) === 0 ? await logged(asking) : undefined;
          },
          { timeout: 20_000, interval: 200 },
        )
        .toEqual(['ahoy']);
    });

    test('a network with a running container on it is in use', async () => {
      const { fixture, labels, name, run } = bench();
      const { containers, networks } = fixture.engine;
      const network = name('net');
      await networks.ensure(network, labels);
      const id = await run(fixture.programs.lines(1), { network: { name: network, aliases: ['a'] } });
      await refusal('inUse', networks.remove(network));
      await containers.remove(id, true);
      await networks.remove(network);
    });
  });

  describe('volumes', () => {
    test('ensured twice there is one, and its removal is final', async () => {
      const { fixture, labels, bot, name } = bench();
      const { volumes } = fixture.engine;
      const called = name('vol');
      await volumes.ensure(called, labels);
      await volumes.ensure(called, labels);
      const mine = await volumes.list(bot);
      expect(mine.map((volume) => volume.name)).toEqual([called]);
      expect(mine[0]?.labels).toMatchObject(labels);
      expect(await volumes.list(freshBot())).toEqual([]);
      await volumes.remove(called);
      await volumes.remove(called);
      expect(await volumes.list(bot)).toEqual([]);
    });

    test('a volume outlives its containers, is in use while one exists, and is made ours when missing', async () => {
      const { fixture, bot, name, create, run, logged } = bench();
      const { containers, volumes } = fixture.engine;
      const mounts = [{ volume: name('vol'), path: '/data' }];
      const writer = await create(fixture.programs.lines(1), { volumes: mounts });
      await containers.putFiles(writer, [{ path: '/data/note.txt', content: 'kept' }]);
      expect((await volumes.list(bot)).map((volume) => volume.name)).toEqual([mounts[0]?.volume]);
      await refusal('inUse', volumes.remove(mounts[0]?.volume ?? ''));
      await containers.remove(writer, true);

      const reader = await run(fixture.programs.prints('/data/note.txt'), { volumes: mounts });
      expect(await containers.waitExit(reader)).toBe(0);
      expect(await logged(reader)).toEqual(['kept']);
    });

    test("a bot's volumes are measured, nobody else's", async () => {
      const { fixture, bot, name, create } = bench();
      const { containers, volumes } = fixture.engine;
      const volume = name('vol');
      const writer = await create(fixture.programs.lines(1), { volumes: [{ volume, path: '/data' }] });
      const before = (await volumes.measure(bot))[volume] ?? Number.NaN;
      await containers.putFiles(writer, [{ path: '/data/note.bin', content: 'x'.repeat(300_000) }]);
      const after = await volumes.measure(bot);
      expect(Object.keys(after)).toEqual([volume]);
      expect((after[volume] ?? 0) - before).toBeGreaterThanOrEqual(300_000);
      expect(await volumes.measure(freshBot())).toEqual({});
    });
  });
}
