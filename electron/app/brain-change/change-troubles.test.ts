import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CreateContainer, EngineError } from '../../engine/engine';
import { containerName } from '../../plan/names';
import { createHurriedClock } from '../../services/napcat/test-rig';
import { createTestApp, type TestApp } from '../create-test-app';
import { changeTo, expectAnswers, setUpToChange, untilEnded, untilPhase } from './test-change';

let test: TestApp;
const start = async (...options: Parameters<typeof createTestApp>) => {
  test = await createTestApp(...options);
};
afterEach(() => test.close());

const change = (stack: 'koishi' | 'astrbot') => test.call.bots.changeBrain({ bot: test.bot().id, stack });

describe('what goes wrong', () => {
  const refuse = (call: string, fits: (spec: CreateContainer) => boolean, error: EngineError) => {
    test.host.before = (name, [spec]) => {
      if (name === call && fits(spec as CreateContainer)) throw error;
    };
  };

  it.each<[string, string, () => void]>([
    [
      'the image is not to be had',
      'pullTagMissing',
      () => test.engine.controls.setMirrorFault('*', { kind: 'tagMissing' }),
    ],
    ['the disk is full', 'diskFull', () => test.engine.controls.setDiskFull(true)],
    [
      'the engine refuses the container',
      'containerStartRefused',
      () =>
        refuse(
          'containers.create',
          ({ name }) => name.endsWith('-astrbot'),
          new EngineError('badRequest', 'no such runtime', 400),
        ),
    ],
    ['the model has no credit', 'replyFailed', () => test.rehearsal.simulators.model.setFault('noQuota')],
  ])(
    '%s: the old brain answers on, and why is told',
    async (_, code, trouble) => {
      await start();
      await setUpToChange(test);
      trouble();
      expect(await changeTo(test, 'astrbot')).toMatchObject({ result: 'returned', diagnosis: { code } });
      test.engine.controls.setDiskFull(false);
      test.rehearsal.simulators.model.setFault(undefined);
      await expectAnswers(test, 'koishi');
      test.host.before = () => {};
      test.engine.controls.setMirrorFault('*', undefined);
      expect((await changeTo(test, 'astrbot')).result).toBe('done');
      await expectAnswers(test, 'astrbot');
    },
    60_000,
  );

  it('the preparation fails: the old brain answers on', async () => {
    await start();
    await setUpToChange(test, 'astrbot');
    refuse(
      'containers.create',
      ({ name }) => name.endsWith('-koishi-prepare'),
      new EngineError('unknown', 'no space for a container', 500),
    );
    expect(await changeTo(test, 'koishi')).toMatchObject({
      result: 'returned',
      diagnosis: { code: 'containerStartRefused', evidence: ['no space for a container'] },
    });
    await expectAnswers(test, 'astrbot');
  }, 60_000);

  it('its port is taken: it gets another one', async () => {
    await start();
    await setUpToChange(test);
    const squatter = createServer();
    const taken = new Set<number>();
    test.host.before = async (name, [spec]) => {
      const port = name === 'containers.create' ? (spec as CreateContainer).ports?.[0]?.host : undefined;
      if (port === undefined || taken.size > 0) return;
      taken.add(port);
      // Somebody else on this machine may have it already: taken it is.
      await new Promise<void>((resolve) =>
        squatter.once('error', () => resolve()).listen(port, '127.0.0.1', resolve),
      );
    };
    try {
      expect((await changeTo(test, 'astrbot')).result).toBe('done');
      expect(taken.size).toBe(1);
      await expectAnswers(test, 'astrbot');
    } finally {
      squatter.close();
    }
  }, 60_000);

  it('it falls over once when it starts: that is waited for', async () => {
    await start({ clock: createHurriedClock(5) });
    await setUpToChange(test);
    const name = containerName(test.bot().id, 'astrbot');
    let falls = 0;
    test.host.after = async (call) => {
      if (call !== 'containers.start' || falls > 0) return;
      falls += 1;
      await test.engine.controls.crash(name);
    };
    expect((await changeTo(test, 'astrbot')).result).toBe('done');
    expect(falls).toBe(1);
  }, 60_000);

  it('it offers its model some seconds after it is up: that is waited for', async () => {
    await start();
    await setUpToChange(test, 'astrbot');
    test.rehearsal.simulators.brain.offerModelAfter(2_500);
    expect((await changeTo(test, 'koishi')).result).toBe('done');
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('the messenger does not get through to it: back by itself, with the line of before', async () => {
    await start({ clock: createHurriedClock(10) });
    await setUpToChange(test);
    test.rehearsal.simulators.messenger.blockBridge(true, 6199);
    const end = await changeTo(test, 'astrbot');
    expect(end).toMatchObject({ result: 'returned' });
    expect(end.diagnosis?.code).toMatch(/^bridge|^changeSlow$/);
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('it falls silent when it answers: back by itself', async () => {
    await start();
    await setUpToChange(test);
    const ended = untilEnded(test);
    await change('astrbot');
    await untilPhase(test, 'switching');
    test.rehearsal.simulators.model.setFault('badKey');
    expect(await ended).toMatchObject({
      result: 'returned',
      diagnosis: { code: expect.stringMatching(/^(replyFailed|keyRefused)$/) },
    });
    test.rehearsal.simulators.model.setFault(undefined);
    await test.call.bots.prove({ bot: test.bot().id });
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it.each(['starting', 'switching'] as const)(
    'the engine goes away while %s: back to the old brain',
    async (phase) => {
      await start();
      await setUpToChange(test);
      const ended = untilEnded(test);
      await change('astrbot');
      await untilPhase(test, phase);
      await test.engine.controls.goAway();
      expect(await ended).toMatchObject({ result: 'returned', diagnosis: { code: 'engineGone' } });
      test.engine.controls.comeBack();
      await expectAnswers(test, 'koishi');
    },
    60_000,
  );

  it('what became of it cannot be written down: it is, as soon as it can', async () => {
    await start({ clock: createHurriedClock(5) });
    const { id } = await setUpToChange(test);
    const ended = untilEnded(test);
    await change('astrbot');
    await untilPhase(test, 'switching');
    test.rehearsal.simulators.model.setFault('hangs');
    await untilPhase(test, 'proving');
    const path = join(test.dir, 'bots', `${id}.json`);
    const before = await readFile(path, 'utf8');
    await rm(path);
    await mkdir(join(path, 'in-the-way'), { recursive: true });
    const cancelled = test.call.bots.cancelChange({ bot: id });
    await test.until('a failed write', () => test.log.some((line) => line.includes('change: not written')));
    await rm(path, { recursive: true });
    await writeFile(path, before);
    await cancelled;
    expect(await ended).toMatchObject({ result: 'cancelled' });
    test.rehearsal.simulators.model.setFault(undefined);
    await expectAnswers(test, 'koishi');
  }, 60_000);
});
