import { expect, it } from 'vitest';
import { createSideBySide } from './side-by-side';

it('lets so many run at once and no more, and waits for all', async () => {
  const work = createSideBySide(2);
  const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = (async () => {
    for (const [n, { promise }] of gates.entries())
      await work.begin(() => {
        begun.push(n);
        return promise;
      });
    await work.end();
  })();
  await Promise.resolve();
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve();
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of gates) resolve();
  await all;
});

it('tells the first failure once the rest has ended, and begins nothing after it', async () => {
  const work = createSideBySide(2);
  const [early, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await work.begin(() => early.promise);
  await work.begin(() => late.promise);
  early.reject(new Error('first'));
  await new Promise(setImmediate);
  await expect(work.begin(() => Promise.resolve())).rejects.toThrow('first');
  late.resolve();
  await expect(work.end()).rejects.toThrow('first');
});
