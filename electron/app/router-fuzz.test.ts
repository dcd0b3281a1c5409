import { TRPCError } from '@trpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ErrorCode } from '../contract/errors';
import { LINK_IDS, ServiceName, StackId } from '../contract/ids';
import { FixId } from '../contract/link-state';
import { ProviderId } from '../contract/model';
import { createTestApp, setUpToQr, type TestApp } from './create-test-app';
import { type AppRouter, router } from './router';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

/** A die that falls the same way for the same seed. */
function createDie(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  return {
    chance: (share: number) => next() < share,
    pick: <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T,
  };
}

const JUNK: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x'.repeat(5_000),
  '../../etc/passwd',
  '__proto__',
  '张三 📦\u0000',
  -1,
  0,
  1.5,
  Number.NaN,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  [null],
  {},
  { toString: 1 },
  new Date(0),
  Number.POSITIVE_INFINITY,
];

/** For each field of any input: what fits now and then. */
function fields(bot: string): Record<string, readonly unknown[]> {
  return {
    bot: [bot, 'zzzzzzzz'],
    stack: StackId.options,
    version: [1, 2],
    service: ServiceName.options,
    link: LINK_IDS,
    fix: FixId.options,
    patch: [
      { name: '新名字' },
      { owner: '12345' },
      { persona: { preset: 'catgirl' } },
      { wake: { random: 0.5 } },
      { theme: 'dark' },
      { network: { proxy: 'http://127.0.0.1:1', mirrors: [] } },
    ],
    data: [true, false],
    confirm: ['小码', '新名字', 'no'],
    provider: ProviderId.options.filter((id) => id === 'custom' || id === 'ollama'),
    baseUrl: ['http://127.0.0.1:1/v1', 'nonsense', 'http://[', 'file:///etc/passwd'],
    key: ['sk-0123456789abcdef', '“x”'],
    model: ['a', 'b/c'],
    id: ['x'],
  };
}

const SHAPES: Record<string, readonly string[]> = {
  'bots.chooseStack': ['bot', 'stack'],
  'bots.consent': ['bot', 'version'],
  'bots.patch': ['bot', 'patch'],
  'bots.start': ['bot', 'service'],
  'bots.stop': ['bot', 'service'],
  'bots.restart': ['bot', 'service'],
  'bots.fix': ['bot', 'link', 'fix'],
  'bots.changeBrain': ['bot', 'stack'],
  'bots.cancelChange': ['bot'],
  'bots.forgetBrain': ['bot', 'stack', 'confirm'],
  'bots.prove': ['bot'],
  'bots.remove': ['bot', 'data', 'confirm'],
  'model.connect': ['bot', 'provider', 'baseUrl', 'key', 'model'],
  'model.choose': ['bot', 'model'],
  'settings.patch': ['patch'],
  'notices.dismiss': ['id'],
  'stacks.offers': [],
  view: [],
};

/** What a client gets of an error. */
function shapeOf(error: TRPCError, path: string): ReturnType<AppRouter['_def']['_config']['errorFormatter']> {
  const data = { code: error.code, httpStatus: 500, path, stack: error.stack ?? '' };
  return router._def._config.errorFormatter({
    error,
    path,
    type: 'mutation',
    input: undefined,
    ctx: { app: test.app },
    shape: { code: -32_603, message: error.message, data },
  });
}

async function callAtRandom(seed: number, rounds: number): Promise<Map<string, number>> {
  const die = createDie(seed);
  const codes = new Map<string, number>();
  const paths = Object.keys(SHAPES);
  for (let n = 0; n < rounds; n++) {
    const path = die.pick(paths);
    const fitting = fields(test.app.view.get().bots[0]?.id ?? '');
    const input = Object.fromEntries(
      (SHAPES[path] ?? []).map((name) => [name, die.pick(die.chance(0.15) ? JUNK : (fitting[name] ?? JUNK))]),
    );
    const given = die.chance(0.05) ? die.pick(JUNK) : SHAPES[path]?.length ? input : undefined;
    const procedure = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], test.call);
    try {
      await (procedure as (input: unknown) => Promise<unknown>)(given);
    } catch (error) {
      expect(error).toBeInstanceOf(TRPCError);
      const shape = shapeOf(error as TRPCError, path);
      expect(ErrorCode.options).toContain(shape.data.code);
      expect(shape.message).toBe(shape.data.code);
      expect(JSON.stringify(shape)).not.toMatch(/node_modules|\.ts:\d|sk-0123/);
      codes.set(shape.data.code, (codes.get(shape.data.code) ?? 0) + 1);
      if (shape.data.code === 'internal')
        throw new Error(`${path} ${JSON.stringify(given)}`, { cause: error });
    }
  }
  return codes;
}

it('answers whatever it is called with by a code it has a text for, before there is a bot', async () => {
  const codes = await callAtRandom(1, 400);
  expect([...codes.keys()]).toContain('invalidInput');
}, 120_000);

it('answers so too while a bot is at work, and the engine comes and goes', async () => {
  await setUpToQr(test);
  await callAtRandom(2, 250);
  await test.engine.controls.goAway();
  await callAtRandom(3, 250);
  test.engine.controls.comeBack();
  await callAtRandom(4, 250);
}, 180_000);
