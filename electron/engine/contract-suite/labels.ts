import { describe, expect, test } from 'vitest';
import { all, type Bench, refusal } from './bench';

/** Nothing without our label is listed, read or touched. */
export function labelsContract(bench: () => Bench): void {
  describe('what is not ours', () => {
    test('a foreign container is neither listed nor touched', async () => {
      const { fixture, name } = bench();
      const { containers } = fixture.engine;
      const { container: id } = await fixture.foreign();
      expect((await containers.list()).map((container) => container.id)).not.toContain(id);
      const file = { path: '/x', content: 'x' };
      await refusal('notOurs', containers.find(id));
      await refusal('notOurs', containers.start(id));
      await refusal('notOurs', containers.stop(id));
      await refusal('notOurs', containers.kill(id));
      await refusal('notOurs', containers.remove(id, true));
      await refusal('notOurs', containers.rename(id, name('stolen')));
      await refusal('notOurs', containers.putFiles(id, [file]));
      await refusal('notOurs', containers.getFile(id, '/x'));
      await refusal('notOurs', containers.waitExit(id));
      await refusal('notOurs', containers.exec(id, fixture.commands.talks));
      await refusal('notOurs', all(containers.logs(id, { follow: false })));
      await refusal('notOurs', all(containers.logs(id, { follow: true })));
      await refusal('notOurs', all(containers.stats(id, new AbortController().signal)));
    });

    test('a foreign network is neither listed, taken over, joined nor removed', async () => {
      const { fixture, create, labels } = bench();
      const { networks } = fixture.engine;
      const { network } = await fixture.foreign();
      expect((await networks.list()).map((each) => each.name)).not.toContain(network);
      await refusal('notOurs', networks.ensure(network, labels));
      await refusal('notOurs', networks.remove(network));
      await refusal(
        'notOurs',
        create(fixture.programs.lines(1), { network: { name: network, aliases: [] } }),
      );
    });

    test('a foreign volume is neither listed, taken over, mounted nor removed', async () => {
      const { fixture, create, labels } = bench();
      const { volumes } = fixture.engine;
      const { volume } = await fixture.foreign();
      expect((await volumes.list()).map((each) => each.name)).not.toContain(volume);
      await refusal('notOurs', volumes.ensure(volume, labels));
      await refusal('notOurs', volumes.remove(volume));
      await refusal('notOurs', create(fixture.programs.lines(1), { volumes: [{ volume, path: '/data' }] }));
    });

    test('nothing is made without our label', async () => {
      const { fixture, create, name } = bench();
      const { networks, volumes } = fixture.engine;
      await refusal('notOurs', create(fixture.programs.lines(1), { labels: {} }));
      await refusal('notOurs', networks.ensure(name('net'), {}));
      await refusal('notOurs', volumes.ensure(name('vol'), { other: 'x' }));
    });
  });
}
