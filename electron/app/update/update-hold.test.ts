import { expect, test } from 'vitest';
import type { LinkState } from '../../contract/link-state';
import type { BotView } from '../../contract/view';
import { createUpdateHold } from './update-hold';

const bot = (changes: Partial<BotView>, ...states: LinkState[]): BotView =>
  ({
    settingUp: true,
    intent: 'running',
    chain: states.map((state) => ({ state })),
    ...changes,
  }) as BotView;

const PULLING: LinkState = { kind: 'working', doing: 'pulling' };
const SCAN: LinkState = { kind: 'needsYou', ask: { kind: 'scanQr', url: 'x', since: 0 } };
const KEY: LinkState = { kind: 'needsYou', ask: { kind: 'enterKey' } };
const OK: LinkState = { kind: 'ok' };

test.each<[string, BotView, 'setup' | undefined]>([
  ['a set-up that pulls', bot({}, OK, PULLING), 'setup'],
  ['a set-up that waits for the scan', bot({}, OK, SCAN), 'setup'],
  ['a set-up that nobody goes on with', bot({}, OK, KEY), undefined],
  ['a set-up that was stopped', bot({ intent: 'stopped' }, PULLING), undefined],
  ['a bot that runs', bot({ settingUp: false }, OK, OK), undefined],
  ['a bot that mends itself', bot({ settingUp: false }, PULLING), undefined],
  ['a change of brain', bot({ settingUp: false, change: {} as BotView['change'] }, PULLING), 'setup'],
])('%s', (_, view, reason) => {
  const hold = createUpdateHold();
  hold.look([view]);
  expect(hold.get()).toBe(reason);
});

test('a restore holds until it is over, also when it fails', async () => {
  const hold = createUpdateHold();
  const heard: unknown[] = [];
  hold.subscribe((reason) => heard.push(reason));
  await hold.during(() => hold.during(async () => expect(hold.get()).toBe('restore')));
  expect(hold.get()).toBeUndefined();
  await expect(
    hold.during(async () => {
      throw new Error('broken archive');
    }),
  ).rejects.toThrow('broken archive');
  expect(heard).toEqual(['restore', undefined, 'restore', undefined]);
});
