import { Bot } from '../../electron/contract/bot';
import { BotId, LINK_IDS, type LinkId } from '../../electron/contract/ids';
import type { DiagnosisCode, FixId, LinkState } from '../../electron/contract/link-state';
import { Settings } from '../../electron/contract/settings';
import { toneOf, weakestTone } from '../../electron/contract/tone';
import { AppView, type BotView, type LinkView, type ServiceView } from '../../electron/contract/view';

/** Now, as the pictures see it: the browser's clock is set to the same. */
export const NOW = new Date(2026, 10, 20, 9, 41, 30).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Links that only some bots have. */
const BESIDE: ReadonlySet<LinkId> = new Set(['gateway', 'sync']);

const DETAIL: Record<LinkId, string> = {
  engine: 'Docker 28.2',
  images: '2',
  messenger: 'NapCat 4.18.19',
  login: '28****4417',
  bridge: 'OneBot',
  brain: 'Koishi 4.18.7',
  model: 'deepseek-chat',
  reply: '1.4 s',
  gateway: 'Caddy 2.11.4',
  sync: 'me/my-bot',
};

export const ok: LinkState = { kind: 'ok' };
export const waiting = (waitsFor: LinkId): LinkState => ({ kind: 'off', why: 'waiting', waitsFor });
export const ready: LinkState = { kind: 'off', why: 'ready' };
export const stopped: LinkState = { kind: 'off', why: 'stopped' };

export function broken(code: DiagnosisCode, fixes: FixId[], evidence: string[] = []): LinkState {
  return { kind: 'broken', diagnosis: { code, params: {}, evidence }, fixes };
}

export type States = Partial<Record<LinkId, LinkState>>;

function linkView(id: LinkId, state: LinkState, history: LinkView['history']): LinkView {
  const known =
    state.kind === 'ok' || state.kind === 'broken' || (state.kind === 'off' && state.why !== 'waiting');
  return {
    id,
    state,
    tone: toneOf(state),
    ...(known ? { detail: DETAIL[id] } : {}),
    since: NOW - 4 * MINUTE,
    history: state.kind === 'broken' ? history : [],
  };
}

const HISTORY: LinkView['history'] = [
  { at: NOW - 2 * MINUTE, kind: 'broken', code: 'tokenDrift' },
  { at: NOW - 3 * MINUTE, kind: 'working', code: 'reconnecting' },
  { at: NOW - 4 * MINUTE, kind: 'ok' },
];

function service(
  name: 'napcat' | 'koishi',
  state: ServiceView['state'],
  tone: ServiceView['tone'],
): ServiceView {
  const napcat = name === 'napcat';
  return {
    name,
    role: napcat ? 'messenger' : 'brain',
    product: napcat ? 'NapCat' : 'Koishi',
    version: napcat ? '4.18.19' : '4.18.7',
    tone,
    state,
    ...(state === 'running' ? { startedAt: NOW - 3 * DAY } : {}),
    restarts: 0,
    panel: `http://127.0.0.1:${napcat ? 6099 : 5140}/`,
  };
}

/** A bot with the given links; those not named wait. */
export function botView(states: States, change: Partial<BotView> = {}): BotView {
  const chain = LINK_IDS.filter((id) => !BESIDE.has(id) || states[id]).map((id) =>
    linkView(id, states[id] ?? { kind: 'off', why: 'waiting' }, HISTORY),
  );
  const bad = chain.find((link) => link.tone === 'bad') ?? chain.find((link) => link.tone === 'warn');
  const bot = Bot.parse({
    id: BOT,
    name: '小码',
    createdAt: NOW,
    device: { mac: '02:00:00:00:00:01', hostname: 'pier', machineId: '0'.repeat(32) },
  });
  const idle = change.intent === 'stopped';
  return {
    id: bot.id,
    name: bot.name,
    stack: 'koishi',
    intent: 'running',
    tone: idle ? 'idle' : weakestTone(chain.map((link) => link.tone)),
    chain,
    ...(bad ? { focus: bad.id } : {}),
    settingUp: false,
    services: [
      service('napcat', idle ? 'exited' : 'running', idle ? 'idle' : 'ok'),
      service('koishi', idle ? 'exited' : 'running', idle ? 'idle' : 'ok'),
    ],
    model: { provider: 'deepseek', baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-chat' },
    hasKey: true,
    persona: bot.persona,
    wake: bot.wake,
    hearing: bot.hearing,
    context: 'usual',
    owner: '1000000086',
    account: { uin: '2812344417', nick: '小码', since: NOW - 3 * DAY - 7 * 60 * MINUTE },
    messages: { received: 359, sent: 131, lastSentAt: NOW - 12 * MINUTE },
    proof: {
      at: NOW - MINUTE - 40_000,
      latencyMs: 1_400,
      answer: '在的。我是小码，住在你电脑里的码头上，有船来就叫我。',
    },
    resting: [],
    snapshots: { settings: { daily: true, keep: 7 }, count: 0 },
    versions: { policy: 'ask', services: [], isLooking: false, unknown: [] },
    firstReplyMs: 11_000,
    ...change,
  };
}

/** A bot in the wizard: nothing of a finished one is known yet. */
export function setupView(states: States, change: Partial<BotView> = {}): BotView {
  const { account, model, owner, proof, firstReplyMs, ...rest } = botView(states);
  return {
    ...rest,
    settingUp: true,
    hasKey: false,
    services: [],
    messages: { received: 0, sent: 0 },
    ...change,
  };
}

export function appView(bots: BotView[], change: Partial<AppView> = {}): AppView {
  return AppView.parse({
    version: '0.1.0',
    rehearsal: false,
    settings: Settings.parse({
      network: { mirrors: ['docker.1ms.run', 'docker.m.daocloud.io', 'docker.io', 'mirror.example.cn'] },
    }),
    bots,
    engine: { tone: 'ok', name: 'Docker', version: '28.2' },
    notices: [],
    notifications: { recent: [], secrets: {} },
    network: { proxy: '', login: 'absent' },
    data: { dir: '/home/me/.local/share/botpier', canOpen: true },
    secrets: {
      keeping: 'system',
      locked: false,
      choices: ['system', 'passphrase', 'memory'],
      asks: false,
      enterAgain: [],
    },
    ...change,
  });
}

export const ALL_OK: States = Object.fromEntries(
  LINK_IDS.filter((id) => !BESIDE.has(id)).map((id) => [id, ok]),
);
export const BOT = BotId.parse('aaaaaaaa');
export const OTHER_BOT = BotId.parse('bbbbbbbb');
