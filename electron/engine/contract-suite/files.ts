import { describe, expect, test } from 'vitest';
import { type Bench, refusal } from './bench';

export function filesContract(bench: () => Bench): void {
  describe('files', () => {
    test('put into a created container, they are read back and seen by the program', async () => {
      const { fixture, create, logged } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.prints('/opt/deep/down/hello.txt'));
      await containers.putFiles(id, [
        { path: '/opt/deep/down/hello.txt', content: '你好, quay' },
        {
          path: '/opt/raw.bin',
          content: new Uint8Array([0, 255, 10, 13]),
          mode: 0o600,
          uid: 1000,
          gid: 1000,
        },
      ]);
      expect(await text(containers.getFile(id, '/opt/deep/down/hello.txt'))).toBe('你好, quay');
      expect([...((await containers.getFile(id, '/opt/raw.bin')) ?? [])]).toEqual([0, 255, 10, 13]);
      await containers.start(id);
      expect(await containers.waitExit(id)).toBe(0);
      expect(await logged(id)).toEqual(['你好, quay']);
    });

    test('written again they are replaced, in a running container too', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.putFiles(id, [{ path: '/opt/a.txt', content: 'a long first text' }]);
      await containers.putFiles(id, [{ path: '/opt/a.txt', content: 'second' }]);
      expect(await text(containers.getFile(id, '/opt/a.txt'))).toBe('second');
    });

    test('long paths and large files survive', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      const path = `/opt/${'harbour-'.repeat(14)}/${'pier-'.repeat(20)}.json`;
      const content = 'x'.repeat(3_000_000);
      await containers.putFiles(id, [{ path, content }]);
      expect((await containers.getFile(id, path))?.length).toBe(3_000_000);
    });

    test('a file or folder that is not there is undefined', async () => {
      const { fixture, create } = bench();
      const id = await create(fixture.programs.lines(1));
      expect(await fixture.engine.containers.getFile(id, '/opt/none.txt')).toBeUndefined();
      expect(await fixture.engine.containers.getFile(id, '/none/at/all.txt')).toBeUndefined();
    });

    test('a relative path, one that climbs, and a file beyond 16 MiB are refused', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(1));
      await refusal('badRequest', containers.putFiles(id, [{ path: 'a.txt', content: 'x' }]));
      await refusal('badRequest', containers.putFiles(id, [{ path: '/opt/../../a.txt', content: 'x' }]));
      await containers.putFiles(id, [{ path: '/opt/big', content: new Uint8Array(16 * 1024 * 1024 + 1) }]);
      await refusal('badRequest', containers.getFile(id, '/opt/big'));
    });
  });
}

async function text(bytes: Promise<Uint8Array | undefined>): Promise<string> {
  return new TextDecoder().decode(await bytes);
}
