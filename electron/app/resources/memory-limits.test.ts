import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceName } from '../../contract/ids';
import { MEMORY_STEP_BYTES } from '../../contract/metric';
import { containerName } from '../../plan/names';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { limitOf } from './memory-limits';

const GB = 1024 ** 3;

describe('the bounds of a limit', () => {
  it.each([
    ['what was seen to run and a quarter more', 112_000_000, 768 * 1024 ** 2, 192 * 1024 ** 2],
    ['a quarter of the usual where nobody has measured', undefined, 1_536 * 1024 ** 2, 384 * 1024 ** 2],
    ['never more than the usual', 2 * GB, GB, GB],
  ])('begin with %s', (_, used, usual, least) => {
    const info = {
      name: 'koishi',
      memoryLimitBytes: usual,
      ...(used ? { memoryUsedBytes: used } : {}),
    } as const;
    expect(limitOf(info, undefined, 8 * GB)).toMatchObject({
      bytes: usual,
      leastBytes: least,
      mostBytes: 8 * GB,
    });
  });

  it('end with what the engine has, or with the usual where that is more', () => {
    const info = { name: 'koishi', memoryLimitBytes: GB } as const;
    expect(limitOf(info, undefined, GB / 2).mostBytes).toBe(GB);
    expect(limitOf(info, 2 * GB, 3 * GB + 5).mostBytes).toBe(3 * GB);
  });
});

describe('a limit', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await createTestApp();
  });
  afterEach(() => test.close());

  const created = () => {
    const specs: { name: string; memoryBytes?: number }[] = [];
    test.host.before = (call, [spec]) => {
      if (call === 'containers.create') specs.push(spec as { name: string });
    };
    return specs;
  };
  const limitNow = async (bot: string, service: ServiceName) =>
    (await test.call.resources.limits({ bot: bot as never })).find((one) => one.service === service);

  it('makes the container anew, is kept over a restart, and can be taken back', async () => {
    const bot = await setUp(test);
    const usual = await limitNow(bot, 'koishi');
    if (!usual) throw new Error('no limit');
    const bytes = usual.leastBytes + MEMORY_STEP_BYTES;
    const specs = created();
    await test.call.resources.limitMemory({ bot, service: 'koishi', bytes });
    expect(specs.find(({ name }) => name.endsWith('koishi-next'))?.memoryBytes).toBe(bytes);
    expect(specs.every(({ name }) => name.includes('koishi'))).toBe(true);
    expect(await limitNow(bot, 'koishi')).toEqual({ ...usual, bytes });
    await test.until('a green chain', (view) => view.tone === 'ok');

    await test.restart();
    expect(await limitNow(bot, 'koishi')).toEqual({ ...usual, bytes });
    await test.call.resources.limitMemory({ bot, service: 'koishi' });
    expect(await limitNow(bot, 'koishi')).toEqual(usual);
  }, 30_000);

  it('that does not let the service come up is given back, and the old container runs on', async () => {
    const bot = await setUp(test);
    const usual = await limitNow(bot, 'koishi');
    const old = await test.engine.containers.find(containerName(bot, 'koishi'));
    test.host.after = async (call) => {
      if (call !== 'containers.start') return;
      const next = (await test.engine.containers.list()).find((one) => one.name.endsWith('koishi-next'));
      if (next?.state === 'running') await test.engine.controls.outOfMemory(next.id);
    };
    await expect(
      test.call.resources.limitMemory({ bot, service: 'koishi', bytes: usual?.leastBytes }),
    ).rejects.toMatchObject({ cause: { code: 'memoryLimitRefused', params: { product: 'Koishi' } } });
    test.host.after = () => {};
    expect(await limitNow(bot, 'koishi')).toEqual(usual);
    expect((await test.engine.containers.find(containerName(bot, 'koishi')))?.id).toBe(old?.id);
    await test.until('a green chain', (view) => view.tone === 'ok');
  }, 30_000);

  it.each([
    ['too little', MEMORY_STEP_BYTES],
    ['more than there is', 900 * GB],
    ['no whole step', 400_000_001],
  ])('of %s is refused, and nothing is done', async (_, bytes) => {
    const bot = await setUp(test);
    const specs = created();
    await expect(test.call.resources.limitMemory({ bot, service: 'koishi', bytes })).rejects.toMatchObject({
      cause: { code: 'outOfRange' },
    });
    await expect(
      test.call.resources.limitMemory({ bot, service: 'astrbot', bytes: GB }),
    ).rejects.toMatchObject({ cause: { code: 'unknownService' } });
    expect(specs).toEqual([]);
  });
});
