import { expect, it } from 'vitest';
import { coalesce } from './coalesce';

it('never overlaps, and shares the run after the one under way', async () => {
  const gates: PromiseWithResolvers<number>[] = [];
  const run = coalesce(() => {
    const gate = Promise.withResolvers<number>();
    gates.push(gate);
    return gate.promise;
  });
  const first = run();
  await Promise.resolve();
  const [second, third] = [run(), run()];
  expect(gates).toHaveLength(1);
  gates[0]?.resolve(1);
  expect(await first).toBe(1);
  await Promise.resolve();
  expect(gates).toHaveLength(2);
  gates[1]?.resolve(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
});

it('runs again after a failure', async () => {
  let count = 0;
  const run = coalesce(async () => {
    count += 1;
    if (count === 1) throw new Error('no');
    return count;
  });
  await expect(run()).rejects.toThrow('no');
  expect(await run()).toBe(2);
});
