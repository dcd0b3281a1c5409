import { describe, expect, it } from 'vitest';
import { createQueue } from './queue';

describe('createQueue', () => {
  it('runs one after the other, in order, and answers each', async () => {
    const queue = createQueue();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([queue.run(work('a')), queue.run(work('b'))])).toEqual(['a', 'b']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a failure, which only its own caller hears of', async () => {
    const queue = createQueue();
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const after = queue.run(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await after).toBe('yes');
  });

  it('is idle once everything is done, also what was added while it ran', async () => {
    const queue = createQueue();
    const done: string[] = [];
    void queue.run(async () => {
      void queue.run(async () => void done.push('inner'));
      done.push('outer');
    });
    await queue.idle();
    expect(done).toEqual(['outer', 'inner']);
    await queue.idle();
  });
});
