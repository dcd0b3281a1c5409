import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../contract/errors';
import { createManualClock } from '../lib/manual-clock';
import { createRehearsal, type Rehearsal } from './create-rehearsal';
import { createTestMachine, type TestRun } from './create-test-host';
import { advanceUntil } from './messenger/test-messenger';

const clock = createManualClock();
let rehearsal: Rehearsal;
let run: TestRun | undefined;

beforeEach(async () => {
  rehearsal = await createRehearsal({
    clock,
    speed: 'fast',
    references: { messenger: 'docker.io/a/messenger:1', brain: 'docker.io/a/brain:1' },
  });
});
afterEach(async () => {
  await run?.stop();
  run = undefined;
  await rehearsal.close();
});

const view = () => rehearsal.controls.view.get();

async function signIn(): Promise<void> {
  const machine = createTestMachine(clock);
  const image = rehearsal.images['docker.io/a/messenger:1'];
  if (!image) throw new Error('there is no messenger');
  run = machine.run(image.program);
  await advanceUntil(clock, () => view().phone === 'canScan', 1);
  await rehearsal.controls.scan();
  expect(view().phone).toBe('canConfirm');
  await rehearsal.controls.confirm();
  await advanceUntil(clock, () => view().phone === 'online', 1);
}

it('offers both images under the names that were asked for, each with its own weight and digest', () => {
  const { 'docker.io/a/messenger:1': messenger, 'docker.io/a/brain:1': brain } = rehearsal.images;
  expect(messenger?.layers.length).toBeGreaterThan(1);
  expect(messenger?.sizeBytes).toBeGreaterThan(brain?.sizeBytes ?? Number.POSITIVE_INFINITY);
  expect(messenger?.digest).not.toBe(brain?.digest);
});

it('has a phone that refuses what cannot be done', async () => {
  await expect(rehearsal.controls.scan()).rejects.toThrow(AppError);
  await signIn();
  await expect(rehearsal.controls.expireQr()).rejects.toMatchObject({ code: 'notAllowed' });
});

it('takes @anybody at the beginning of a group line for the bot', async () => {
  await signIn();
  await rehearsal.controls.say('group', '@阿猫 在吗');
  await rehearsal.controls.say('private', '@阿猫 在吗');
  await rehearsal.controls.say('group', '写信给 a@b.c 吧');
  expect(view().chat.map(({ from, room, text }) => [from, room, text])).toEqual([
    ['you', 'group', '@小码 在吗'],
    ['you', 'private', '@阿猫 在吗'],
    ['you', 'group', '写信给 a@b.c 吧'],
  ]);
});

it('lets some troubles pass by themselves and keeps others until they are taken back', async () => {
  await signIn();
  await rehearsal.controls.fault('cutBridge', true);
  await rehearsal.controls.fault('noQuota', true);
  await rehearsal.controls.fault('crashBrain', true);
  expect(view().faults).toEqual(['cutBridge', 'noQuota', 'crashBrain']);
  await clock.advance(15_000);
  expect(view().faults).toEqual(['noQuota']);

  const ask = async () => {
    const response = await fetch(`${rehearsal.modelBaseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer anything' },
      body: JSON.stringify({ model: rehearsal.model, messages: [{ role: 'user', content: '在吗' }] }),
    });
    return response.status;
  };
  expect(await ask()).toBe(429);
  await rehearsal.controls.fault('noQuota', false);
  expect(await ask()).toBe(200);
});

it('signs the bot out, unless it is out', async () => {
  await expect(rehearsal.controls.fault('kick', true)).rejects.toMatchObject({ code: 'notAllowed' });
  expect(view().faults).toEqual([]);
  await signIn();
  await rehearsal.controls.fault('kick', true);
  expect(view().phone).toBe('idle');
});

it('hands the engine’s troubles to the engine, also when it comes later', async () => {
  const seen: unknown[] = [];
  await rehearsal.controls.fault('diskFull', true);
  rehearsal.attach({
    setDiskFull: (isFull) => void seen.push(['disk', isFull]),
    setMirrorFault: (prefix, fault) => void seen.push([prefix, fault?.kind]),
  });
  await rehearsal.controls.fault('slowMirror', true);
  await rehearsal.controls.fault('slowMirror', false);
  await rehearsal.controls.fault('diskFull', false);
  expect(seen).toEqual([
    ['*', undefined],
    ['disk', true],
    ['*', 'slow'],
    ['*', undefined],
    ['disk', false],
  ]);
});
