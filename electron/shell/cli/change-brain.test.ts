import { afterEach, expect, it } from 'vitest';
import { setUpToChange, untilPhase } from '../../app/brain-change/test-change';
import { createTestApp, type TestApp } from '../../app/create-test-app';
import { systemClock } from '../../lib/clock';
import { changeBrain } from './change-brain';
import type { CliEvent } from './cli-event';
import { en } from './texts-en';

let test: TestApp;
afterEach(() => test.close());

function run(stack: 'koishi' | 'astrbot', signal = new AbortController().signal) {
  const events: CliEvent[] = [];
  const written: string[] = [];
  const session = {
    app: test.app,
    bot: test.bot(),
    texts: en,
    language: 'en' as const,
    reporter: { report: (event: CliEvent) => void events.push(event) },
    terminal: undefined,
    clock: systemClock,
    signal,
    write: (text: string) => void written.push(text),
    json: false,
  };
  return { events, written, ended: changeBrain(session, stack) };
}

it('tells each phase and how it ended', async () => {
  test = await createTestApp();
  await setUpToChange(test);
  const { events, ended } = run('astrbot');
  expect(await ended).toBe(0);
  const phases = events.flatMap((event) => (event.event === 'change' ? [event.phase] : []));
  expect([...new Set(phases)]).toEqual(['pulling', 'starting', 'switching', 'proving']);
  expect(events.at(-1)).toMatchObject({ event: 'changed', from: 'koishi', to: 'astrbot', result: 'done' });

  const again = run('astrbot');
  expect(await again.ended).toBe(0);
  expect(again.events).toEqual([]);
  expect(again.written).toEqual([`${en.say.unchanged}\n`]);
}, 30_000);

it('goes back at Ctrl-C', async () => {
  test = await createTestApp();
  await setUpToChange(test);
  test.engine.controls.setPullRate(1_000_000);
  const cancel = new AbortController();
  const { events, ended } = run('astrbot', cancel.signal);
  await untilPhase(test, 'pulling');
  cancel.abort();
  expect(await ended).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: 'changed', result: 'cancelled' });
}, 30_000);

it('tells why it went back', async () => {
  test = await createTestApp();
  await setUpToChange(test);
  test.engine.controls.setMirrorFault('*', { kind: 'tagMissing' });
  const { events, ended } = run('astrbot');
  expect(await ended).toBe(1);
  expect(events.at(-1)).toMatchObject({
    event: 'changed',
    result: 'returned',
    diagnosis: { code: 'pullTagMissing' },
  });
}, 30_000);
