import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../engine';
import { type Bench, patient } from './bench';

export function eventsContract(bench: () => Bench): void {
  describe('events', () => {
    test('connected comes first, then what happens to ours, in order', async () => {
      const { fixture, create, labels, bot } = bench();
      const { containers } = fixture.engine;
      await create(fixture.programs.lines(1));
      const watch = watchEvents(bench());
      await expect.poll(() => watch.seen.length, patient).toBe(1);
      expect(watch.seen[0]?.kind).toBe('connected');

      const id = await create(fixture.programs.exits(5), {
        labels: { ...labels, 'io.botpier.service': 'napcat' },
      });
      await containers.start(id);
      await containers.waitExit(id);
      await containers.remove(id);
      await expect.poll(() => watch.of(id).at(-1)?.action, patient).toBe('destroy');
      await watch.end();

      expect(watch.of(id).map((event) => event.action)).toEqual(['create', 'start', 'die', 'destroy']);
      expect(watch.of(id).find((event) => event.action === 'die')).toMatchObject({
        bot,
        service: 'napcat',
        exitCode: 5,
      });
      expect(watch.of(id)[0]?.at).toBeGreaterThan(Date.now() - 60_000);
    });

    test('a stop and a removal by force are seen as deaths', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const watch = watchEvents(bench());
      await expect.poll(() => watch.seen.length, patient).toBe(1);
      const stopped = await run(fixture.programs.lines(1));
      await containers.stop(stopped, 5);
      const removed = await run(fixture.programs.lines(1));
      await containers.remove(removed, true);
      await expect.poll(() => watch.of(removed).at(-1)?.action, patient).toBe('destroy');
      await watch.end();
      const actions = (id: string) => watch.of(id).map((event) => event.action);
      expect(actions(stopped)).toEqual(expect.arrayContaining(['create', 'start', 'die', 'stop']));
      expect(watch.of(removed).find((event) => event.action === 'die')?.exitCode).toBe(137);
    });

    test('foreign containers make no events', async () => {
      const { fixture, create } = bench();
      const watch = watchEvents(bench());
      await expect.poll(() => watch.seen.length, patient).toBe(1);
      const { container } = await fixture.foreign();
      const id = await create(fixture.programs.lines(1));
      await expect.poll(() => watch.of(id).length, patient).toBe(1);
      await watch.end();
      expect(watch.of(container)).toEqual([]);
    });

    test('every listener hears everything', async () => {
      const { fixture, create } = bench();
      const watches = [watchEvents(bench()), watchEvents(bench())];
      for (const watch of watches) await expect.poll(() => watch.seen.length, patient).toBe(1);
      const id = await create(fixture.programs.lines(1));
      for (const watch of watches) {
        await expect.poll(() => watch.of(id).map((event) => event.action), patient).toEqual(['create']);
        await watch.end();
      }
    });
  });
}

type ContainerEvent = Extract<EngineEvent, { kind: 'container' }>;

interface Watch {
  seen: EngineEvent[];
  of(id: string): ContainerEvent[];
  end(): Promise<void>;
}

function watchEvents({ fixture }: Bench): Watch {
  const seen: EngineEvent[] = [];
  const abort = new AbortController();
  const reading = (async () => {
    for await (const event of fixture.engine.events(abort.signal)) seen.push(event);
  })();
  return {
    seen,
    of: (id) => seen.filter((event) => event.kind === 'container').filter((event) => event.id === id),
    async end() {
      abort.abort();
      await reading;
    },
  };
}
