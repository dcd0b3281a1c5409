import { type BotId, LINK_IDS, type LinkId } from '../../contract/ids';
import type { DiagnosisCode, LinkState } from '../../contract/link-state';
import { toneOf } from '../../contract/tone';
import type { BotView } from '../../contract/view';

/** A bot's view in which some links are broken. */
export function testBotView(broken: Partial<Record<LinkId, DiagnosisCode>> = {}): BotView {
  return view((id) => {
    const code = broken[id];
    return code === undefined
      ? { kind: 'ok' }
      : { kind: 'broken', diagnosis: { code, params: {}, evidence: [] }, fixes: [] };
  });
}

export const well = () => testBotView();
export const offline = () => testBotView({ login: 'kicked' });

/** A bot whose sign-in waits for a scan. */
export const scanning = (url = 'https://txz.qq.com/p?k=1') =>
  view((id) =>
    id === 'login' ? { kind: 'needsYou', ask: { kind: 'scanQr', url, since: 0 } } : { kind: 'ok' },
  );

function view(stateOf: (id: LinkId) => LinkState): BotView {
  const chain = LINK_IDS.map((id) => {
    const state = stateOf(id);
    return { id, state, tone: toneOf(state), since: 0, history: [] };
  });
  return {
    id: 'abcd1234' as BotId,
    name: '小码',
    intent: 'running',
    tone: chain.every(({ tone }) => tone === 'ok') ? 'ok' : 'bad',
    chain,
    settingUp: false,
    services: [],
    hasKey: true,
    persona: { preset: 'assistant', text: '', nickname: '小码' },
    wake: { private: true, mention: true, nickname: true, random: 0 },
    hearing: { groups: { hears: 'all', list: [] }, people: { hears: 'all', list: [] } },
    context: 'usual',
    messages: { received: 0, sent: 0 },
    resting: [],
    snapshots: { settings: { daily: true, keep: 7 }, count: 0 },
    versions: { policy: 'ask', services: [], isLooking: false, unknown: [] },
  };
}
