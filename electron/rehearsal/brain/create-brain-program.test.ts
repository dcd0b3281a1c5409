import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createManualClock } from '../../lib/manual-clock';
import { createTestMachine, type RunOptions, type TestMachine, type TestRun } from '../create-test-host';
import { closeServer } from '../lifetime';
import { createMessengerProgram } from '../messenger/create-messenger-program';
import { advanceUntil } from '../messenger/test-messenger';
import { createModelServer } from '../model/create-model-server';
import { createBrainProgram } from './create-brain-program';

const TOKEN = 'companion-token';
const INSTALL = { args: ['node', '/etc/botpier/install.mjs'] };
const SERVE = { args: ['node', '--env-file=/etc/botpier/koishi.env', '/etc/botpier/run.cjs'] };

/** As koishi.yml names a variable of the environment. */
const env = (name: string) => `\${{ env.${name} }}`;

type Adapter = [plugin: string, platform: string, settings: (base: string) => object];
const ADAPTERS: readonly Adapter[] = [
  [
    'chatluna-openai-like-adapter',
    'openai-like',
    (base) => ({ apiKeys: [[env('BOTPIER_MODEL_KEY'), `${base}/v1`, true]] }),
  ],
  [
    'chatluna-google-gemini-adapter',
    'gemini',
    (base) => ({ apiKeys: [[env('BOTPIER_MODEL_KEY'), `${base}/v1beta`, true]] }),
  ],
  [
    'chatluna-claude-adapter',
    'claude',
    (base) => ({ apiKeys: [[env('BOTPIER_MODEL_KEY'), `${base}/v1`, true]] }),
  ],
];

function koishiYml([plugin, platform, settings]: Adapter, base: string, chatluna: object = {}): string {
  return stringify({
    plugins: {
      'server:a': { host: '0.0.0.0', port: 5140 },
      '/etc/botpier/companion.cjs:b': { token: env('BOTPIER_COMPANION') },
      'adapter-onebot:c': {
        endpoint: 'ws://napcat:3001',
        token: env('BOTPIER_BRIDGE'),
        protocol: 'ws',
      },
      'chatluna:d': {
        botNames: ['小码'],
        isNickname: true,
        allowPrivate: true,
        allowAtReply: true,
        randomReplyFrequency: 0,
        defaultModel: `${platform}/harbour-keeper`,
        defaultPreset: 'botpier',
        ...chatluna,
      },
      [`${plugin}:e`]: settings(base),
    },
  });
}

const clock = createManualClock();
let machine: TestMachine;
let messengerMachine: TestMachine;
let base: string;
let model = createModelServer({ clock });
let messenger = createMessengerProgram();
let brain = createBrainProgram();
const runs: TestRun[] = [];

beforeEach(async () => {
  machine = createTestMachine(clock);
  messengerMachine = createTestMachine(clock);
  model = createModelServer({ clock, keys: ['good-key'] });
  messenger = createMessengerProgram();
  brain = createBrainProgram({ chance: () => 0.5 });
  await new Promise<void>((resolve) => model.server.listen(0, '127.0.0.1', resolve));
  base = `http://host.docker.internal:${(model.server.address() as AddressInfo).port}`;
  write(
    'koishi.env',
    `BOTPIER_COMPANION='${TOKEN}'\nBOTPIER_BRIDGE='bridge'\nBOTPIER_MODEL_KEY='good-key'\n`,
  );
  write('plugins.json', JSON.stringify({ key: 'k1', packages: [{ name: 'koishi', version: '4.18.11' }] }));
  machine.files.set(
    '/koishi/data/chathub/presets/botpier.yml',
    stringify({ keywords: ['botpier'], prompts: [{ role: 'system', content: '你叫小码。今天是 {date}。' }] }),
  );
});
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
  await closeServer(model.server);
});

const write = (name: string, content: string) => machine.files.set(`/etc/botpier/${name}`, content);

function start(options: RunOptions = SERVE): TestRun {
  const run = machine.run(brain.program, {
    ...options,
    names(host, port) {
      if (host === 'host.docker.internal') return { host: '127.0.0.1', port };
      const real = host === 'napcat' ? messengerMachine.port(port) : undefined;
      return real ? { host: '127.0.0.1', port: real } : undefined;
    },
  });
  runs.push(run);
  return run;
}

async function prepare(): Promise<void> {
  let done = false;
  const run = start(INSTALL);
  void run.exited.then(() => {
    done = true;
  });
  await advanceUntil(clock, () => done);
  expect(await run.exited).toBe(0);
}

/** The messenger signed in, the brain prepared and listening. */
async function together(chatluna: object = {}, adapter = 0): Promise<TestRun> {
  write('koishi.yml', koishiYml(ADAPTERS[adapter] as Adapter, base, chatluna));
  messengerMachine.files.set(
    '/app/napcat/config/onebot11.json',
    JSON.stringify({
      network: {
        websocketServers: [{ name: 'b', enable: true, host: '0.0.0.0', port: 3001, token: 'bridge' }],
      },
    }),
  );
  runs.push(messengerMachine.run(messenger.program));
  await advanceUntil(clock, () => messenger.controls.state.get().phase === 'waiting');
  messenger.controls.confirm();
  await advanceUntil(clock, () => messenger.controls.state.get().nick !== '');
  await prepare();
  const run = start();
  await advanceUntil(clock, () => machine.port(5_140) !== undefined);
  return run;
}

const call = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${machine.port(5_140)}/botpier/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
  });

const ask = (text: string) => call('converse', { method: 'POST', body: JSON.stringify({ text }) });

interface Report {
  version: string;
  bots: { selfId: string; status: string; online: boolean; error?: string }[];
  models: string[];
  failures: unknown[];
}
const report = async () => (await (await call('report')).json()) as Report;

async function untilOnline(online = true): Promise<Report> {
  for (;;) {
    const seen = await report();
    if (seen.bots[0]?.online === online) return seen;
    await clock.advance(500);
  }
}

async function untilSent(count: number): Promise<string[]> {
  await advanceUntil(clock, () => messenger.controls.sent.length >= count);
  return messenger.controls.sent.map(({ text }) => text);
}

it('prepares: counts its steps, leaves its marks', async () => {
  await prepare();
  const facts = machine.log.map((line) => JSON.parse(line.replace('botpier ', '')));
  expect(facts.filter((fact) => 'step' in fact).map(({ name }) => name)).toEqual([
    'resolve',
    'fetch',
    'link',
    'check',
  ]);
  expect(facts.at(-1)).toEqual({ done: true });
  expect(machine.files.get('/koishi/.botpier-plugins.json')).toBe('{"key":"k1"}');
});

it('does not start unprepared', async () => {
  write('koishi.yml', koishiYml(ADAPTERS[0] as Adapter, base));
  expect(await start().exited).toBe(1);
  expect(machine.log.join('\n')).toContain("Cannot find module '/koishi/node_modules/koishi");
});

it.each(ADAPTERS.map(([plugin], index) => [plugin, index] as const))(
  'answers in group and private by %s',
  async (_plugin, index) => {
    await together({}, index);
    await untilOnline();
    messenger.controls.say({ room: 'group', text: '@小码 用一句诗说码头' });
    await untilSent(1);
    messenger.controls.say({ room: 'private', text: '今天吃什么' });
    const sent = await untilSent(2);
    expect(sent.every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
    expect(messenger.controls.sent.map(({ room }) => room)).toEqual(['group', 'private']);
    expect(model.controls.questions.map(({ text }) => text)).toEqual(['用一句诗说码头', '今天吃什么']);
  },
);

describe('when it speaks', () => {
  it.each([
    ['a nickname', {}, 'group', '小码，在吗', '在吗'],
    ['nothing that is meant for it', {}, 'group', '有人在吗', undefined],
    ['luck', { randomReplyFrequency: 0.6 }, 'group', '有人在吗', '有人在吗'],
    ['no nickname where that is off', { isNickname: false }, 'group', '小码，在吗', undefined],
    ['no @ where that is off', { allowAtReply: false }, 'group', '@小码 在吗', undefined],
    ['no private talk where that is off', { allowPrivate: false }, 'private', '在吗', undefined],
  ] as const)('is up to %s', async (_name, chatluna, room, text, asked) => {
    await together(chatluna);
    await untilOnline();
    messenger.controls.say({ room, text });
    // What comes after is heard after: by then this one was decided on.
    messenger.controls.say({ room: 'group', text: '@小码 小码谢谢' });
    if (asked === undefined && 'allowAtReply' in chatluna)
      messenger.controls.say({ room: 'private', text: '谢谢' });
    await untilSent(asked === undefined ? 1 : 2);
    const questions = model.controls.questions.map((question) => question.text);
    expect(questions.includes(text) || questions.includes(asked ?? text)).toBe(asked !== undefined);
  });
});

describe('the companion', () => {
  it('wants its token', async () => {
    await together();
    expect((await call('report', { headers: { authorization: 'Bearer no' } })).status).toBe(401);
  });

  it('reports what is, and each change of it', async () => {
    await together();
    expect(await untilOnline()).toEqual({
      version: '4.18.11',
      bots: [{ selfId: '10001', status: 'online', online: true }],
      models: ['openai-like/harbour-keeper'],
      failures: [],
    });
    const gone = new AbortController();
    const stream = await call('events', { signal: gone.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) {
        text += new TextDecoder().decode(chunk);
        if (text.includes('"offline"')) return;
      }
    })();
    messenger.controls.blockBridge(true);
    messenger.controls.cutBridge();
    await untilOnline(false);
    await reading;
    gone.abort();
    messenger.controls.blockBridge(false);
    await untilOnline();
  });

  it('reconnects on request', async () => {
    await together();
    await untilOnline();
    expect((await call('reconnect', { method: 'POST' })).status).toBe(204);
    await untilOnline();
  });

  it('asks the model one thing, or says what is in the way', async () => {
    await together();
    const good = (await (await ask('谢谢')).json()) as { answer: string; latencyMs: number };
    expect(good.answer).toMatch(/\p{Script=Han}/u);
    for (const [fault, kind] of [
      ['badKey', 'keyRefused'],
      ['noQuota', 'quota'],
      ['noBalance', 'quota'],
      ['rateLimited', 'rateLimited'],
      ['modelMissing', 'modelMissing'],
      ['serverError', 'unreachable'],
      ['html', 'unreachable'],
    ] as const) {
      model.controls.setFault(fault);
      const response = await ask('谢谢');
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({ error: { kind } });
    }
    expect((await ask('')).status).toBe(400);
  });
});

it('tries three times, then says in the chat that it failed', async () => {
  await together();
  await untilOnline();
  model.controls.setFault('noBalance');
  messenger.controls.say({ room: 'private', text: '在吗' });
  expect(await untilSent(1)).toEqual([expect.stringContaining('错误码为 1')]);
  expect(machine.log.join('\n')).toContain('402');
});

it('says that it still thinks when the model is slow', async () => {
  await together();
  await untilOnline();
  model.controls.setFault('slow');
  messenger.controls.say({ room: 'private', text: '在吗' });
  const [first, second] = await untilSent(2);
  expect(first).toContain('思考中');
  expect(second).not.toContain('思考中');
});

it('dies when told to crash, and ends well when told to stop', async () => {
  const run = await together();
  brain.controls.crash();
  expect(await run.exited).toBe(1);
  const again = start();
  await advanceUntil(clock, () => machine.port(5_140) !== undefined);
  expect(await again.stop()).toBe(0);
  expect(machine.port(5_140)).toBeUndefined();
});
