import { describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createMemoryEngine } from './memory-engine';
import { testImage } from './testing/test-image';

const KOISHI = 'docker.io/koishijs/koishi:1';
const MIRRORED = 'mirror.test/koishijs/koishi:1';

function createEngine(resumesPulls: boolean) {
  return createMemoryEngine({
    clock: systemClock,
    images: { [KOISHI]: testImage('a') },
    info: { resumesPulls },
    network: { bytesPerSecond: 1e9 },
  });
}

describe('the digest of an image pulled from a mirror', () => {
  it.each([
    ['classic', false, []],
    ['containerd', true, [testImage('a').digest]],
  ])('%s store: after the mirror’s name is removed', async (_, resumesPulls, digests) => {
    const { images } = createEngine(resumesPulls);
    await images.pull(MIRRORED, {});
    await images.tag(MIRRORED, KOISHI);
    expect((await images.find(KOISHI))?.digests).toEqual([testImage('a').digest]);
    await images.remove(MIRRORED);
    expect((await images.find(KOISHI))?.digests).toEqual(digests);
  });
});

describe('an image by digest', () => {
  it('is pulled and found where the registry has it under that digest', async () => {
    const { images } = createEngine(false);
    const reference = `mirror.test/koishijs/koishi@${testImage('a').digest}`;
    expect(await images.find(reference)).toBeUndefined();
    await images.pull(reference, {});
    expect((await images.find(reference))?.digests).toEqual([testImage('a').digest]);
    await expect(images.pull(`koishijs/koishi@${testImage('b').digest}`, {})).rejects.toMatchObject({
      kind: 'tagMissing',
    });
  });
});

describe('loaded', () => {
  it('an image is here without a pull', async () => {
    const engine = createEngine(false);
    engine.controls.load('koishijs/koishi:1');
    expect((await engine.images.find(KOISHI))?.sizeBytes).toBe(testImage('a').sizeBytes);
    expect(() => engine.controls.load('koishijs/koishi:2')).toThrow('koishi:2');
  });
});
