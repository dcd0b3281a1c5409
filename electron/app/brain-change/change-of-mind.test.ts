import { afterEach, describe, expect, it } from 'vitest';
import type { BrainChange } from '../../contract/brain-change';
import { createTestApp, type TestApp } from '../create-test-app';
import {
  changeTo,
  expectAnswers,
  listContainers,
  setUpToChange,
  untilEnded,
  untilPhase,
  watchSignIn,
} from './test-change';

let test: TestApp;
const start = async (...options: Parameters<typeof createTestApp>) => {
  test = await createTestApp(...options);
};
afterEach(() => test.close());

const change = (stack: 'koishi' | 'astrbot') => test.call.bots.changeBrain({ bot: test.bot().id, stack });

describe('another mind', () => {
  /** Brings a change to a phase in which it stays until the answer is called. */
  async function halt(phase: BrainChange['phase']): Promise<() => void> {
    const { model, messenger } = test.rehearsal.simulators;
    if (phase === 'pulling') test.engine.controls.setPullRate(1_000_000);
    if (phase === 'starting') model.setFault('hangs');
    if (phase === 'switching') messenger.blockBridge(true, 6199);
    await change('astrbot');
    if (phase === 'proving') {
      await untilPhase(test, 'switching');
      model.setFault('hangs');
    }
    await untilPhase(test, phase);
    return () => {
      model.setFault(undefined);
      messenger.blockBridge(false, 6199);
      test.engine.controls.setPullRate(20_000_000_000);
    };
  }

  const PHASES = ['pulling', 'starting', 'switching', 'proving'] as const;

  it.each(PHASES)(
    'comes while %s: taken back, and the next change works',
    async (phase) => {
      await start();
      const { id } = await setUpToChange(test);
      const asked = watchSignIn(test);
      const ended = untilEnded(test);
      const goOn = await halt(phase);
      if (phase === 'starting') await change('koishi');
      else await test.call.bots.cancelChange({ bot: id });
      expect(await ended).toEqual({
        from: 'koishi',
        to: 'astrbot',
        at: expect.any(Number),
        result: 'cancelled',
      });
      goOn();
      await expectAnswers(test, 'koishi');
      expect((await changeTo(test, 'astrbot')).result).toBe('done');
      await expectAnswers(test, 'astrbot');
      expect(asked).toEqual([]);
    },
    60_000,
  );

  it.each(PHASES)(
    'the bot is stopped while %s: all of it is',
    async (phase) => {
      await start();
      const { id } = await setUpToChange(test);
      const goOn = await halt(phase);
      await test.call.bots.stop({ bot: id });
      goOn();
      await test.app.idle();
      expect((await listContainers(test)).filter((one) => one.endsWith('running'))).toEqual([]);
      expect(test.bot().lastChange).toMatchObject({ result: 'cancelled' });
      await test.call.bots.start({ bot: id });
      await expectAnswers(test, 'koishi');
    },
    60_000,
  );

  it.each(PHASES)(
    'the bot is removed while %s: nothing is left',
    async (phase) => {
      await start();
      const { id, name } = await setUpToChange(test);
      await halt(phase);
      await test.call.bots.remove({ bot: id, data: true, confirm: name });
      await test.app.idle();
      expect(await test.engine.containers.list()).toEqual([]);
      expect(await test.engine.volumes.list()).toEqual([]);
    },
    60_000,
  );

  it('a brain that somebody had stopped is started by the wish for it', async () => {
    await start();
    const { id } = await setUpToChange(test);
    await changeTo(test, 'astrbot');
    await test.call.bots.stop({ bot: id, service: 'astrbot' });
    await test.app.idle();
    expect((await changeTo(test, 'koishi')).result).toBe('done');
    await expectAnswers(test, 'koishi');
    expect((await changeTo(test, 'astrbot')).result).toBe('done');
    await expectAnswers(test, 'astrbot');
  }, 60_000);

  it('everything is restarted in the middle: it still comes to an end, and somebody answers', async () => {
    await start();
    const { id } = await setUpToChange(test);
    const ended = untilEnded(test);
    await change('astrbot');
    await untilPhase(test, 'starting');
    await test.call.bots.restart({ bot: id });
    const { result } = await ended;
    await expectAnswers(test, result === 'done' ? 'astrbot' : 'koishi');
  }, 60_000);

  it.each(PHASES)(
    'BotPier is killed while %s: the old brain answers, and what happened is told',
    async (phase) => {
      await start();
      await setUpToChange(test);
      const goOn = await halt(phase);
      await test.restart('kill');
      goOn();
      await expectAnswers(test, 'koishi');
      expect(test.bot().lastChange).toMatchObject({
        result: 'returned',
        diagnosis: { code: 'changeInterrupted' },
      });
    },
    60_000,
  );
});
