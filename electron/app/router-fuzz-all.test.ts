import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import {
  callRouter,
  fieldsOf,
  fittingInput,
  type RouterCall,
  routerCalls,
  shapeOf,
} from './test-router-calls';

/** Inputs for all calls together; `FUZZ_INPUTS` for a longer or shorter run. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 100_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);
/** Of those, how many fit each call, so that it acts. */
const FITTING = 12;

/** Asks for a secret in so many words, and answers it once. */
const ANSWERS_WITH_SECRETS = new Set([
  'bots.export',
  'bots.exportArchive',
  'gateway.turnOn',
  'gateway.setPassword',
]);

const REMOVE = 'bots.remove';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
  test.app = { ...test.app, rehearsal: test.rehearsal.controls };
});
afterEach(() => test.close());

/** Text that breaks things: paths, markup, control signs, halves of surrogates, and as much as a megabyte. */
const hostileText = fc.oneof(
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      '../../../etc/passwd',
      '__proto__',
      'constructor',
      '<img src=x onerror=alert(1)>',
      '$(reboot)',
      "'; drop table bots; --",
      '\u0000',
      '\uD800',
      'http://127.0.0.1:1/v1',
      'file:///etc/shadow',
      'javascript:alert(1)',
      '𠮷'.repeat(2_000),
    ),
  },
  { weight: 1, arbitrary: fc.constant('x'.repeat(1_000_000)) },
);

const anything = fc.oneof(
  { weight: 3, arbitrary: fc.anything({ maxDepth: 1, maxKeys: 3, withBigInt: true, withDate: true }) },
  { weight: 2, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined, -1, Number.NaN, Number.MAX_VALUE, [], {}) },
);

/** An input of the right names with anything in them, the right bot now and then, and some names besides. */
function hostileInput(call: RouterCall, bot: string): fc.Arbitrary<unknown> {
  const named = Object.fromEntries(
    fieldsOf(call).map((name) => [
      name,
      name === 'bot'
        ? fc.oneof({ weight: 3, arbitrary: fc.constant(bot) }, { weight: 1, arbitrary: anything })
        : anything,
    ]),
  );
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(named, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.record(named), fc.dictionary(hostileText, anything, { maxKeys: 2 }))
        .map(([known, more]) => ({ ...known, ...more })),
    },
    { weight: 1, arbitrary: anything },
  );
}

it('ends in an answer or a typed error, whatever any call is given, and tells no secret', async () => {
  const bot = await setUp(test);
  await test.app.idle();
  const stored = await Promise.all((await test.secrets.names()).map((name) => test.secrets.get(name)));
  const known = stored.flatMap((secret) => (secret && secret.length > 8 ? secret : []));
  expect(known.length).toBeGreaterThan(3);
  const calls = routerCalls();
  const tries = new Map<string, number>();
  const answered = new Map<string, number>();
  const codes = new Map<string, number>();

  const attempt = async (call: RouterCall, input: unknown) => {
    const { path } = call;
    const count = (counts: Map<string, number>, name: string) =>
      counts.set(name, (counts.get(name) ?? 0) + 1);
    count(tries, path);
    let text: string | undefined;
    try {
      const answer = await callRouter(test, call, input);
      count(answered, path);
      if (!ANSWERS_WITH_SECRETS.has(path)) text = JSON.stringify(answer) ?? '';
    } catch (error) {
      const shape = shapeOf(test, error, path);
      count(codes, shape.data.code);
      text = JSON.stringify(shape);
    }
    for (const secret of known) expect(text?.includes(secret), `${path} tells a secret`).not.toBe(true);
  };
  const runs = async (call: RouterCall, inputs: fc.Arbitrary<unknown>, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(inputs, (input) => attempt(call, input)),
      { numRuns, seed: SEED, endOnFailure: true },
    );

  // A call without input acts each time, whatever it is given: a few are enough.
  const withInput = calls.filter(({ input }) => input !== undefined);
  const each = Math.ceil(INPUTS / withInput.length);
  for (const call of withInput) {
    let fits = 0;
    const inputs = hostileInput(call, bot).map((input) => {
      // What fits acts, which takes its time: after a few it is asked of a bot that is none.
      if (!call.input?.safeParse(input).success || ++fits <= FITTING) return input;
      return { ...(input as object), bot: 'zzzzzzzz' };
    });
    await runs(call, inputs, each);
  }
  // Last what takes the bot away.
  const removesLast = calls.toSorted((a, b) => Number(a.path === REMOVE) - Number(b.path === REMOVE));
  for (const call of removesLast) {
    await runs(call, fittingInput(call, bot), call.input ? FITTING : 3);
  }

  // Every call got its share, also one that was added since this was written.
  for (const { path, input } of calls)
    expect(tries.get(path), path).toBeGreaterThanOrEqual(input ? each + FITTING : 3);
  expect([...tries.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(INPUTS);
  expect(codes.get('invalidInput')).toBeGreaterThan(INPUTS / 2);
  expect(answered.size).toBeGreaterThan(calls.length / 2);
  // It is still at work, and the bot was not lost on the way.
  await test.app.idle();
  expect(test.app.view.get().bots.length).toBeGreaterThan(0);
}, 900_000);
