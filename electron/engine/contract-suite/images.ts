import { describe, expect, test } from 'vitest';
import type { PullProgress } from '../engine';
import { type Bench, refusal } from './bench';

export function imagesContract(bench: () => Bench): void {
  describe('images', () => {
    test('find tells of what is here, and undefined of what is not', async () => {
      const { fixture } = bench();
      const { images } = fixture.engine;
      const [image, info] = [await images.find(fixture.image), await fixture.engine.info()];
      expect(image?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(image?.sizeBytes).toBeGreaterThan(0);
      expect(image?.architecture).toBe(info.architecture);
      expect(await images.find('lab/nowhere:9')).toBeUndefined();
    });

    test('pull brings it here, with progress that only grows and the digest', async () => {
      const { fixture } = bench();
      const { images } = fixture.engine;
      const reference = await fixture.pulls.fresh();
      const seen: PullProgress[] = [];
      const { digest } = await images.pull(reference, { onProgress: (progress) => seen.push(progress) });
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect((await images.find(reference))?.digests).toContain(digest);
      expect(seen.length).toBeGreaterThan(0);
      for (const [index, progress] of seen.entries()) {
        expect(progress.doneBytes).toBeGreaterThanOrEqual(seen[index - 1]?.doneBytes ?? 0);
        expect(progress.layersDone).toBeLessThanOrEqual(progress.layersTotal);
      }
      expect(seen.at(-1)?.layersDone).toBe(seen.at(-1)?.layersTotal);
      await images.remove(reference);
    });

    test('tagged, it is known by the second name, also after the first is removed', async () => {
      const { fixture } = bench();
      const { images } = fixture.engine;
      const reference = await fixture.pulls.fresh();
      await images.pull(reference, {});
      const before = await images.find(reference);
      await images.tag(reference, 'example/canonical:latest');
      await images.remove(reference);
      expect(await images.find(reference)).toBeUndefined();
      expect((await images.find('example/canonical:latest'))?.id).toBe(before?.id);
      await images.remove('example/canonical:latest');
      await images.remove('example/canonical:latest');
      expect(await images.find('example/canonical:latest')).toBeUndefined();
    });

    test('an image in use is not removed', async () => {
      const { fixture, run } = bench();
      const { images } = fixture.engine;
      await images.tag(fixture.image, 'example/only:1');
      await run(fixture.programs.lines(1));
      await images.remove('example/only:1');
      await refusal('inUse', images.remove(fixture.programs.lines(1).image));
    });

    test('what cannot be tagged or pulled says why', async () => {
      const { fixture } = bench();
      const { images } = fixture.engine;
      await refusal('imageMissing', images.tag('lab/nowhere:9', 'example/x:1'));
      await refusal('tagMissing', images.pull(fixture.pulls.missingTag, {}));
      await refusal('badRequest', images.pull('Not/A/Reference', {}));
    });

    test('a pull that stalls can be cancelled at once, and so can one that has not begun', async () => {
      const { fixture } = bench();
      const { images } = fixture.engine;
      const abort = new AbortController();
      const begun = Promise.withResolvers<void>();
      const pulling = refusal(
        'cancelled',
        images.pull(fixture.pulls.stalling, { signal: abort.signal, onProgress: () => begun.resolve() }),
      );
      await begun.promise;
      const before = Date.now();
      abort.abort();
      await pulling;
      expect(Date.now() - before).toBeLessThan(1_000);
      await refusal('cancelled', images.pull(fixture.pulls.stalling, { signal: AbortSignal.abort() }));
    });
  });
}
