import { describe, expect, test } from 'vitest';
import { all, type Bench, numbered, patient, refusal, take, texts } from './bench';

export function logsContract(bench: () => Bench): void {
  describe('logs', () => {
    test('all lines so far, both streams, with rising times', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const before = Date.now();
      const id = await run(fixture.programs.exits(0, { stdout: ['one', '', '三'], stderr: ['bad'] }));
      await containers.waitExit(id);
      const lines = await all(containers.logs(id, { follow: false }));
      const of = (stream: string) => texts(lines.filter((line) => line.stream === stream));
      expect(of('stdout')).toEqual(['one', '', '三']);
      expect(of('stderr')).toEqual(['bad']);
      for (const line of lines) {
        expect(line.at).toBeGreaterThan(before - 5_000);
        expect(line.at).toBeLessThan(Date.now() + 5_000);
      }
    });

    test('tail and since leave out what is older', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.exits(0, { stdout: numbered(20) }));
      await containers.waitExit(id);
      expect(texts(await all(containers.logs(id, { follow: false, tail: 3 })))).toEqual([
        'line 18',
        'line 19',
        'line 20',
      ]);
      const later = Date.now() + 60_000;
      expect(await all(containers.logs(id, { follow: false, since: later }))).toEqual([]);
      expect(await all(containers.logs(id, { follow: false, since: 0 }))).toHaveLength(20);
      expect(await all(containers.logs(id, { follow: false, tail: 0 }))).toEqual([]);
    });

    test('a line longer than 16 KiB stays one line', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.bigLine(100_000));
      await containers.waitExit(id);
      const lines = texts(await all(containers.logs(id, { follow: false })));
      expect(lines.map((line) => line.length)).toEqual([100_000, 3]);
      expect(lines[0]).toBe('x'.repeat(100_000));
    });

    test('follow begins before the start and goes on over restarts until the removal', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.lines(50));
      const seen: string[] = [];
      const following = (async () => {
        for await (const line of containers.logs(id, { follow: true })) seen.push(line.text);
      })();
      for (let round = 1; round <= 3; round++) {
        await containers.start(id);
        await expect.poll(() => seen.length, patient).toBe(50 * round);
        await containers.stop(id, 5);
      }
      await containers.remove(id, true);
      await following;
      expect(seen).toEqual([...numbered(50), ...numbered(50), ...numbered(50)]);
    });

    test('follow of a crash loop loses and doubles nothing', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.exits(1, { stdout: ['begin', 'end'] }), {
        restart: 'unless-stopped',
      });
      const lines = await take(containers.logs(id, { follow: true }), (items) => items.length === 6);
      expect(texts(lines)).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end']);
    });

    test('followed while they are written, every line comes once', async () => {
      const { fixture, run } = bench();
      const id = await run(fixture.programs.lines(100, 5));
      const lines = await take(
        fixture.engine.containers.logs(id, { follow: true }),
        (items) => items.length === 100,
      );
      expect(texts(lines)).toEqual(numbered(100));
    });

    test('follow with a tail begins there', async () => {
      const { fixture, run, logged } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(10));
      await expect.poll(() => logged(id), patient).toHaveLength(10);
      const seen: string[] = [];
      const abort = new AbortController();
      const following = (async () => {
        for await (const line of containers.logs(id, { follow: true, tail: 2, signal: abort.signal })) {
          seen.push(line.text);
        }
      })();
      await expect.poll(() => seen, patient).toEqual(['line 9', 'line 10']);
      await containers.stop(id, 5);
      await containers.start(id);
      await expect.poll(() => seen.length, patient).toBe(12);
      abort.abort();
      await following;
      expect(seen).toEqual(['line 9', 'line 10', ...numbered(10)]);
    });

    test('an aborted follow ends quietly; logs of what never was are refused', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      const abort = new AbortController();
      const seen: string[] = [];
      for await (const line of containers.logs(id, { follow: true, signal: abort.signal })) {
        seen.push(line.text);
        abort.abort();
      }
      expect(seen).toEqual(['line 1']);
      await refusal('notFound', all(containers.logs('botpier-never-was', { follow: true })));
      await refusal('notFound', all(containers.logs('botpier-never-was', { follow: false })));
    });
  });
}
