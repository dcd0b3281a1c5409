import { expect, test } from 'vitest';
import type { App, RehearsalControls } from '../../app/api';
import { BotId, LINK_IDS, type LinkId } from '../../contract/ids';
import type { Ask, LinkState } from '../../contract/link-state';
import type { RehearsalView } from '../../contract/rehearsal';
import { toneOf } from '../../contract/tone';
import type { BotView, StackOffer } from '../../contract/view';
import { createManualClock } from '../../lib/manual-clock';
import { createValue } from '../../lib/value';
import { createStillApp } from '../still-app';
import type { CliEvent } from './cli-event';
import type { Terminal } from './terminal';
import { en } from './texts-en';
import { up } from './up';
import { readUpAnswers, type UpFlags } from './up-answers';

const BOT = BotId.parse('testbot1');
const QR = 'https://txz.qq.com/p?k=one&f=1600001602';
const SPENT = { at: 1, latencyMs: 820, answer: '在。' };

const ASTRBOT: StackOffer = {
  id: 'astrbot',
  services: [
    {
      name: 'gemini-balance',
      role: 'keyPool',
      optional: true,
      product: 'Gemini Balance',
      version: '2.2.8',
      image: 'ghcr.io/snailyp/gemini-balance:2.2.8',
      licence: 'CC BY-NC 4.0',
      licenceUrl: 'https://example.com/licence',
      memoryLimitBytes: 1,
    },
  ],
};

/** An app whose bot asks for one thing after the other, each answered call taking away its ask. */
function createAskingApp(asks: Partial<Record<LinkId, LinkState>>) {
  const still = createStillApp();
  const calls: string[] = [];
  const states = new Map<LinkId, LinkState>(Object.entries(asks) as [LinkId, LinkState][]);
  let stack: BotView['stack'];
  function show(): void {
    const chain = LINK_IDS.map((id) => {
      const state = states.get(id) ?? { kind: 'ok' };
      return { id, state, tone: toneOf(state), since: 0, history: [] };
    });
    const bot = { id: BOT, name: 'Bot', intent: 'running', chain, settingUp: true, proof: SPENT, stack };
    still.view.set({ ...still.view.get(), bots: [bot as unknown as BotView] });
  }
  function set(link: LinkId, state: LinkState): void {
    states.set(link, state);
    show();
  }
  const mended = (link: LinkId, call: string) => async () => {
    calls.push(call);
    set(link, { kind: 'ok' });
  };
  show();
  const app: App = {
    ...still,
    stacks: { offers: () => [{ id: 'koishi', services: [] }, ASTRBOT] },
    bots: {
      ...still.bots,
      async chooseStack(_bot, next) {
        stack = next;
        await mended('brain', `stack ${next}`)();
      },
      consent: mended('messenger', 'consent'),
      fix: async (_bot, link, fix) => mended(link, `fix ${fix}`)(),
    },
    keyPool: {
      ...still.keyPool,
      async settings(_bot, { baseUrl }) {
        calls.push(`pool at ${baseUrl}`);
      },
      async add(_bot, { text }) {
        calls.push(`pool keys ${text.length}`);
        return { added: text.startsWith('AIza') ? 2 : 0, duplicate: 0, malformed: 0 };
      },
      consent: mended('model', 'pool consent'),
    },
    model: {
      ...still.model,
      providers: () => [
        {
          id: 'deepseek',
          name: { zh: 'DeepSeek', en: 'DeepSeek' },
          protocol: 'openai',
          baseUrl: 'https://api.deepseek.com/v1',
          needsKey: true,
          needsProxyInChina: false,
          suggestedModels: [],
          keyPrefixes: [],
          note: { zh: '', en: '' },
        },
      ],
      async connect(_bot, { baseUrl, key }) {
        calls.push(`connect ${baseUrl} ${key.length}`);
        if (key !== 'sk-good') {
          return { kind: 'problem', problem: 'keyRefused', message: 'no such key', models: [], baseUrl };
        }
        set('model', { kind: 'ok' });
        return { kind: 'ok', baseUrl, models: ['m'], model: 'm', answer: 'hi', latencyMs: 1 };
      },
    },
  };
  return { app, calls, set };
}

const needs = (ask: Ask): LinkState => ({ kind: 'needsYou', ask });
const everything = () => ({
  brain: needs({ kind: 'chooseStack' }),
  messenger: needs({ kind: 'consent' }),
  model: needs({ kind: 'enterKey' }),
});

function start(app: App, flags: UpFlags, terminal?: Terminal, env: NodeJS.ProcessEnv = { KEY: 'sk-good' }) {
  const clock = createManualClock();
  const cancel = new AbortController();
  const events: CliEvent[] = [];
  const code = up({
    app,
    bot: BOT,
    terminal,
    answers: readUpAnswers(flags, env),
    texts: en,
    reporter: { report: (event) => void events.push(event) },
    language: 'en',
    signal: cancel.signal,
    clock,
    timeoutMs: 60_000,
  });
  return { code, events, clock, cancel };
}

const FLAGS: UpFlags = { stack: 'koishi', acceptRisk: true, provider: 'deepseek', keyEnv: 'KEY' };

test('flags answer everything; the end is a reply', async () => {
  const { app, calls } = createAskingApp(everything());
  const { code, events } = start(app, FLAGS);
  expect(await code).toBe(0);
  expect(calls).toEqual(['stack koishi', 'consent', 'connect https://api.deepseek.com/v1 7']);
  expect(events.at(-1)).toEqual({ event: 'reply', answer: '在。', latencyMs: 820 });
});

test.each([
  ['--stack', { ...FLAGS, stack: undefined }],
  ['--accept-risk', { ...FLAGS, acceptRisk: false }],
  ['--provider', { ...FLAGS, provider: undefined }],
  ['--key-file <file> | --key-env <name>', { ...FLAGS, keyEnv: undefined }],
])('without %s it ends with 2 and names it', async (flag, flags) => {
  const { app } = createAskingApp(everything());
  const { code, events } = start(app, JSON.parse(JSON.stringify(flags)));
  expect(await code).toBe(2);
  expect(events.at(-1)).toMatchObject({ event: 'error', flag });
});

test('a refused key ends with 1 and is not in any event', async () => {
  const { app } = createAskingApp(everything());
  const { code, events } = start(app, FLAGS, undefined, { KEY: 'sk-bad-secret' });
  expect(await code).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: 'error', code: 'keyRefused' });
  expect(JSON.stringify(events)).not.toContain('sk-bad-secret');
});

const POOL_FLAGS: UpFlags = {
  ...{ stack: 'astrbot', acceptRisk: true, baseUrl: 'http://lab/v1beta' },
  ...{ poolKeyEnv: 'KEYS', acceptPoolLicence: true },
};
const KEYS = { KEYS: 'AIzaOne, AIzaTwo' };

test('many keys go to the pool, whose licence is agreed to by a flag', async () => {
  const { app, calls } = createAskingApp(everything());
  const { code, events } = start(app, POOL_FLAGS, undefined, KEYS);
  expect(await code).toBe(0);
  const pool = ['pool at http://lab/v1beta', 'pool keys 16', 'pool consent'];
  expect(calls).toEqual(['stack astrbot', 'consent', ...pool]);
  expect(JSON.stringify(events)).not.toContain('AIza');
});

test.each([
  ['no licence agreed to', { acceptPoolLicence: false }, KEYS, 2, '--accept-pool-licence'],
  ['a stack without a pool', { stack: 'koishi' }, KEYS, 2, '--stack astrbot'],
  ['nothing like a key', {}, { KEYS: 'hello' }, 1, undefined],
])('a pool with %s ends the command', async (_what, flags, env, exit, flag) => {
  const { app, calls } = createAskingApp(everything());
  const { code, events } = start(app, { ...POOL_FLAGS, ...flags }, undefined, env);
  expect(await code).toBe(exit);
  expect(events.at(-1)).toMatchObject({ event: 'error', ...(flag && { flag }) });
  expect(calls).not.toContain('pool consent');
});

test('each new code is told, the same one once', async () => {
  const { app, set } = createAskingApp({ login: needs({ kind: 'scanQr', url: QR, since: 1 }) });
  const { code, events, clock } = start(app, FLAGS);
  await clock.advance(0);
  set('images', { kind: 'working', doing: 'pulling' });
  await clock.advance(0);
  set('images', { kind: 'ok' });
  set('login', needs({ kind: 'scanQr', url: `${QR}2`, since: 2 }));
  await clock.advance(0);
  set('login', { kind: 'ok' });
  expect(await code).toBe(0);
  expect(events.filter(({ event }) => event === 'qr')).toEqual([
    { event: 'qr', url: QR, since: 1 },
    { event: 'qr', url: `${QR}2`, since: 2 },
  ]);
});

test('progress is told apart from a change of state, and not at every byte', async () => {
  const pulling = (doneBytes: number): LinkState => ({
    kind: 'working',
    doing: 'pulling',
    progress: { doneBytes },
  });
  const { app, set } = createAskingApp({ images: pulling(1) });
  const { code, events, clock } = start(app, FLAGS);
  set('images', pulling(2));
  await clock.advance(500);
  set('images', pulling(3));
  set('images', { kind: 'ok' });
  expect(await code).toBe(0);
  expect(
    events.filter((event) => 'link' in event && event.link === 'images').map(({ event }) => event),
  ).toEqual(['link', 'progress', 'link']);
});

test('what no waiting mends ends with 1, what may mend itself is waited for', async () => {
  const broken = (code: 'engineTooOld' | 'bridgeDown'): LinkState => ({
    kind: 'broken',
    diagnosis: { code, params: {}, evidence: [] },
    fixes: [],
  });
  expect(await start(createAskingApp({ engine: broken('engineTooOld') }).app, FLAGS).code).toBe(1);
  const { app, set } = createAskingApp({ bridge: broken('bridgeDown') });
  const { code, clock } = start(app, FLAGS);
  await clock.advance(1_000);
  set('bridge', { kind: 'ok' });
  expect(await code).toBe(0);
});

test('it gives up after its time and lets itself be cancelled', async () => {
  const waiting = { bridge: { kind: 'off', why: 'waiting' } } as const;
  const late = start(createAskingApp(waiting).app, FLAGS);
  await late.clock.advance(60_000);
  expect(await late.code).toBe(1);
  expect(late.events.at(-1)).toMatchObject({ event: 'error', code: 'timeout' });

  const cancelled = start(createAskingApp(waiting).app, FLAGS);
  cancelled.cancel.abort();
  await expect(cancelled.code).rejects.toThrow(/abort/);
});

test('a person is asked, and asked again after a wrong key', async () => {
  const { app, calls } = createAskingApp(everything());
  const keys = ['sk-bad', 'sk-good'];
  const { code } = start(
    app,
    {},
    {
      ask: async () => 'yes',
      askSecret: async () => keys.shift() ?? '',
      choose: async (_question, options) => options[0]?.value ?? '',
    },
  );
  expect(await code).toBe(0);
  expect(calls).toEqual([
    'stack koishi',
    'consent',
    'connect https://api.deepseek.com/v1 6',
    'connect https://api.deepseek.com/v1 7',
  ]);
});

test('a rehearsal scans, confirms and chats by itself', async () => {
  const { app, set } = createAskingApp({ login: needs({ kind: 'scanQr', url: QR, since: 1 }) });
  const view = createValue<RehearsalView>({ chat: [], faults: [], phone: 'canScan' });
  const pressed: string[] = [];
  const line = (from: 'you' | 'bot', text: string) => {
    const { chat } = view.get();
    view.set({ ...view.get(), chat: [...chat, { id: chat.length, at: 0, from, room: 'private', text }] });
  };
  const rehearsal: RehearsalControls = {
    view,
    async scan() {
      pressed.push('scan');
    },
    async confirm() {
      pressed.push('confirm');
      set('login', { kind: 'ok' });
    },
    async expireQr() {},
    async say(_room, text) {
      line('you', text);
      queueMicrotask(() => line('bot', 'Hello, harbour.'));
    },
    async fault() {},
  };
  const { code, events } = start({ ...app, rehearsal }, { rehearse: true });
  expect(await code).toBe(0);
  expect(pressed).toEqual(['scan', 'confirm']);
  expect(events.slice(-2)).toEqual([
    { event: 'chat', from: 'you', text: 'Hello' },
    { event: 'chat', from: 'bot', text: 'Hello, harbour.' },
  ]);
});
