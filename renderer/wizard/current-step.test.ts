import { expect, test } from 'vitest';
import { LINK_IDS, type LinkId } from '../../electron/contract/ids';
import type { LinkState } from '../../electron/contract/link-state';
import { toneOf } from '../../electron/contract/tone';
import type { LinkView } from '../../electron/contract/view';
import { currentStep, todoNumber } from './current-step';

function chainOf(states: Partial<Record<LinkId, LinkState>>): LinkView[] {
  return LINK_IDS.map((id) => {
    const state = states[id] ?? { kind: 'off' as const, why: 'waiting' as const };
    return { id, state, tone: toneOf(state), since: 0, history: [] };
  });
}
const step = (states: Partial<Record<LinkId, LinkState>>) =>
  currentStep({ chain: chainOf(states), intent: 'running' });

test('asks for the engine before anything else', () => {
  const found = step({
    engine: { kind: 'needsYou', ask: { kind: 'installEngine' } },
    brain: { kind: 'needsYou', ask: { kind: 'chooseStack' } },
  });
  expect(found).toMatchObject({ kind: 'ask', ask: { kind: 'installEngine' } });
});

test('asks for the key before the scan although sign-in stands earlier in the chain', () => {
  const found = step({
    login: { kind: 'needsYou', ask: { kind: 'scanQr', url: 'https://example.com', since: 0 } },
    model: { kind: 'needsYou', ask: { kind: 'enterKey' } },
  });
  expect(found).toMatchObject({ kind: 'ask', ask: { kind: 'enterKey' }, link: { id: 'model' } });
  expect(todoNumber(found)).toBe(3);
});

test('goes on asking while a download in the background is in trouble', () => {
  const found = step({
    images: {
      kind: 'broken',
      diagnosis: { code: 'pullStalled', params: {}, evidence: [] },
      fixes: ['retry'],
    },
    model: { kind: 'needsYou', ask: { kind: 'enterKey' } },
  });
  expect(found).toMatchObject({ kind: 'ask', ask: { kind: 'enterKey' } });
});

test('shows what is broken once nothing is asked', () => {
  const found = step({
    engine: { kind: 'ok' },
    login: {
      kind: 'broken',
      diagnosis: { code: 'loginRefused', params: {}, evidence: [] },
      fixes: ['refreshQr'],
    },
  });
  expect(found).toMatchObject({ kind: 'broken', link: { id: 'login' } });
});

test('an engine that hangs comes before the questions', () => {
  const found = step({
    engine: { kind: 'broken', diagnosis: { code: 'engineHung', params: {}, evidence: [] }, fixes: ['retry'] },
    brain: { kind: 'needsYou', ask: { kind: 'chooseStack' } },
  });
  expect(found).toMatchObject({ kind: 'broken', link: { id: 'engine' } });
});

test('waits with the first link that works', () => {
  const found = step({ engine: { kind: 'ok' }, images: { kind: 'working', doing: 'pulling' } });
  expect(found).toMatchObject({ kind: 'working', link: { id: 'images' } });
});

test('a bot stopped by its owner is not said to work', () => {
  expect(currentStep({ chain: chainOf({ engine: { kind: 'ok' } }), intent: 'stopped' })).toEqual({
    kind: 'stopped',
  });
});
