import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { nameFromBytes } from '../../lib/tar/odd-names';
import { readTar } from '../../lib/tar/read-tar';
import type { TarEntry } from '../../lib/tar/tar-entry';
import { type WrittenEntry, writeTar } from '../../lib/tar/write-tar';
import { EngineError } from '../engine';
import { all, type Bench, refusal } from './bench';

export function archivesContract(bench: () => Bench): void {
  const ODD = nameFromBytes(Buffer.from([0x6f, 0xff, 0xfe]));
  const long = `${'harbour-'.repeat(14)}/${'pier-'.repeat(20)}码头.json`;
  const written: WrittenEntry[] = [
    { type: 'folder', name: 'data', mode: 0o750, uid: 1000, gid: 1001 },
    file('data/koishi.db', 'rows', { mode: 0o600, uid: 1000 }),
    file(`data/${long}`, 'deep'),
    file('data/plugins/.git/HEAD', 'ref: refs/heads/main'),
    file('data/con.txt:?*', ''),
    file(`data/${ODD}`, 'odd'),
    { type: 'folder', name: 'data/empty', mode: 0o1777, uid: 7, gid: 8 },
    { type: 'link', name: 'data/latest', mode: 0o777, uid: 0, gid: 0, target: 'plugins/.git/HEAD' },
    { type: 'link', name: 'data/nowhere', mode: 0o777, uid: 0, gid: 0, target: '/no/such/码' },
  ];

  async function withVolume() {
    const { fixture, create, labels, name } = bench();
    const volume = name('vol');
    await fixture.engine.volumes.ensure(volume, labels);
    const volumes = [{ volume, path: '/keep/data' }];
    return { volumes, id: await create(fixture.programs.lines(1), { volumes }) };
  }

  describe('archives', () => {
    test('laid out in a volume of a container never started, it comes back as it was', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const { id, volumes } = await withVolume();
      await containers.writeArchive(id, '/keep/data', writeTar(written));
      // Another container sees the same volume, elsewhere and read-only.
      const [{ volume } = { volume: '' }] = volumes;
      const reader = await create(fixture.programs.lines(1), {
        volumes: [{ volume, path: '/data', readOnly: true }],
      });
      for (const [container, path] of [
        [id, '/keep/data'],
        [reader, '/data'],
      ] as const) {
        const found = await read(containers.readArchive(container, path));
        for (const { content, ...entry } of written) {
          const { modifiedAt: _, ...expected } = { size: 0, target: '', ...entry };
          expect(found.get(entry.name), entry.name).toMatchObject(expected);
        }
        expect([...found.keys()].sort()).toEqual(
          [...written.map((entry) => entry.name), ...foldersOnTheWay()].sort(),
        );
        expect(found.get(`data/${long}`)?.text).toBe('deep');
        expect(found.get(`data/${ODD}`)?.text).toBe('odd');
      }
    });

    test('it is read from running, paused and ended containers', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.putFiles(id, [{ path: '/opt/a/b.txt', content: 'here' }]);
      const text = async () => (await read(containers.readArchive(id, '/opt/a'))).get('a/b.txt')?.text;
      expect(await text()).toBe('here');
      await containers.pause(id);
      expect(await text()).toBe('here');
      await containers.unpause(id);
      await containers.stop(id, 1);
      expect(await text()).toBe('here');
    });

    test('a single file is an archive, too, and so is a large one, piece by piece', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      const large = file('big', 'x'.repeat(20_000_000));
      await containers.writeArchive(id, '/opt/big', writeTar([large]));
      let largest = 0;
      const found = await read(
        (async function* () {
          for await (const piece of containers.readArchive(id, '/opt/big')) {
            largest = Math.max(largest, piece.length);
            yield piece;
          }
        })(),
      );
      expect(found.get('big')?.text.length).toBe(20_000_000);
      expect(largest).toBeLessThan(4_000_000);
    });

    test('what is not there, not ours or gone is refused; a reader may leave', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      await refusal('notFound', all(containers.readArchive(id, '/opt/none')));
      const { container: foreign } = await fixture.foreign();
      await refusal('notOurs', all(containers.readArchive(foreign, '/etc')));
      await refusal('notOurs', containers.writeArchive(foreign, '/opt/x', writeTar([file('x', 'x')])));
      await containers.writeArchive(id, '/opt/big', writeTar([file('big', 'x'.repeat(5_000_000))]));
      for await (const _ of containers.readArchive(id, '/opt/big')) break;
      const abort = new AbortController();
      await refusal(
        'cancelled',
        (async () => {
          for await (const _ of containers.readArchive(id, '/opt/big', abort.signal)) abort.abort();
        })(),
      );
      await refusal('cancelled', all(containers.readArchive(id, '/opt', AbortSignal.abort())));
      await containers.remove(id);
      await refusal('notFound', all(containers.readArchive(id, '/opt')));
    });

    test('one that breaks off at its source fails with what the source said', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      const whole = await buffer(writeTar([file('x', 'x'.repeat(3_000_000))]));
      const broken = containers.writeArchive(
        id,
        '/opt/x',
        (async function* () {
          yield whole.subarray(0, 2_000_000);
          throw new EngineError('corrupt', 'a piece is missing');
        })(),
      );
      await refusal('corrupt', broken);
      await refusal('badRequest', containers.writeArchive(id, '/opt/x', pieces(Buffer.alloc(4_096, 'x'))));
    });
  });

  function foldersOnTheWay(): string[] {
    return [`data/${long.split('/')[0]}`, 'data/plugins', 'data/plugins/.git'];
  }
}

function file(name: string, content: string, rest: Partial<WrittenEntry> = {}): WrittenEntry {
  const bytes = Buffer.from(content);
  return { type: 'file', name, mode: 0o644, uid: 0, gid: 0, size: bytes.length, content: [bytes], ...rest };
}

async function read(
  archive: AsyncIterable<Uint8Array>,
): Promise<Map<string, Omit<TarEntry, 'modifiedAt'> & { text: string }>> {
  const found = new Map<string, Omit<TarEntry, 'modifiedAt'> & { text: string }>();
  for await (const { content, ...entry } of readTar(archive)) {
    found.set(entry.name, { ...entry, text: (await buffer(content)).toString() });
  }
  return found;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
