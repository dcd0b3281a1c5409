import { describe, expect, test } from 'vitest';
import { type Bench, patient, refusal } from './bench';

export function pauseContract(bench: () => Bench): void {
  describe('pause', () => {
    test('a paused container stands still where it was, and goes on from there', async () => {
      const { fixture, run, logged } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(100_000, 5));
      await expect.poll(async () => (await logged(id)).length, patient).toBeGreaterThan(3);
      await containers.pause(id);
      await containers.pause(id);
      expect((await containers.find(id))?.state).toBe('paused');
      const still = (await logged(id)).length;
      // Long enough for dozens of its lines.
      await containers.stats(id, new AbortController().signal)[Symbol.asyncIterator]().next();
      expect((await logged(id)).length).toBe(still);
      await containers.unpause(id);
      await containers.unpause(id);
      expect((await containers.find(id))?.state).toBe('running');
      await expect.poll(async () => (await logged(id)).length, patient).toBeGreaterThan(still);
      const lines = await logged(id);
      expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
    });

    test('only what runs can be paused; what does not, or is gone, need not be unpaused', async () => {
      const { fixture, create } = bench();
      const { containers } = fixture.engine;
      const id = await create(fixture.programs.exits(0));
      await refusal('notRunning', containers.pause(id));
      await containers.unpause(id);
      await containers.start(id);
      await containers.waitExit(id);
      await refusal('notRunning', containers.pause(id));
      await containers.remove(id);
      await refusal('notFound', containers.pause(id));
      await containers.unpause(id);
    });

    test('a paused container runs no command, and can be stopped and removed', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.pause(id);
      await refusal('notRunning', containers.exec(id, fixture.commands.talks));
      await containers.stop(id, 2);
      expect((await containers.find(id))?.state).toBe('exited');
      const other = await run(fixture.programs.lines(1));
      await containers.pause(other);
      await containers.remove(other, true);
      expect(await containers.find(other)).toBeUndefined();
    });

    test('files are written to and read from a paused container', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      await containers.pause(id);
      await containers.putFiles(id, [{ path: '/opt/a.txt', content: 'still' }]);
      expect(new TextDecoder().decode(await containers.getFile(id, '/opt/a.txt'))).toBe('still');
      expect((await containers.find(id))?.state).toBe('paused');
    });

    test('a guard that is let go does nothing, and only what is ours is guarded', async () => {
      const { fixture, run } = bench();
      const { containers } = fixture.engine;
      const id = await run(fixture.programs.lines(1));
      const guard = await containers.guardPaused([id], 60_000);
      await containers.pause(id);
      await guard.release();
      expect((await containers.find(id))?.state).toBe('paused');
      const { container: foreign } = await fixture.foreign();
      await refusal('notOurs', containers.guardPaused([foreign], 60_000));
      await refusal('notOurs', containers.pause(foreign));
      await refusal('notOurs', containers.unpause(foreign));
    });
  });
}
