import { expect, test } from 'vitest';
import type { LinkState } from '../../../contract/link-state';
import { createValue } from '../../../lib/value';
import { testBot, testView } from '../tray/test-bot';
import { startEngineToo } from './start-engine-too';

const OFF: LinkState = { kind: 'needsYou', ask: { kind: 'startEngine', product: 'Docker Desktop' } };
const ABSENT: LinkState = { kind: 'needsYou', ask: { kind: 'installEngine' } };
const LOOKING: LinkState = { kind: 'working', doing: 'connecting' };

function createRig(engine: LinkState, startEngine = true, intent: 'running' | 'stopped' = 'running') {
  const viewOf = (state: LinkState) =>
    testView([testBot({ engine: state }, { intent })], { desktop: { startEngine } });
  const view = createValue(viewOf(engine));
  let starts = 0;
  const end = startEngineToo(
    {
      view,
      engine: {
        start: async () => {
          starts += 1;
        },
        look: async () => {},
      },
    },
    () => {},
  );
  return { see: (state: LinkState) => view.set(viewOf(state)), starts: () => starts, end };
}

test('an engine that is off is started once it is seen, and not again', () => {
  const { see, starts } = createRig(LOOKING);
  expect(starts()).toBe(0);
  see(OFF);
  see(LOOKING);
  see(OFF);
  expect(starts()).toBe(1);
});

test('one that was up and was closed by the user stays closed', () => {
  const { see, starts } = createRig({ kind: 'ok' });
  see(OFF);
  expect(starts()).toBe(0);
});

test.each([
  ['the settings do not say so', OFF, false, 'running'],
  ['there is none', ABSENT, true, 'running'],
  ['no bot is to run', OFF, true, 'stopped'],
] as const)('nothing is started where %s', (_what, state, wanted, intent) => {
  expect(createRig(state, wanted, intent).starts()).toBe(0);
});

test('ended, it watches no more', () => {
  const { see, starts, end } = createRig(LOOKING);
  end();
  see(OFF);
  expect(starts()).toBe(0);
});
