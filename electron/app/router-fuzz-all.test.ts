import { TRPCError } from '@trpc/server';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import { ErrorCode } from '../contract/errors';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import { type AppRouter, router } from './router';

/** Inputs for all calls together; `FUZZ_INPUTS` for a longer or shorter run. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 100_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

/** Asks for a secret in so many words, and answers it once. */
const ANSWERS_WITH_SECRETS = new Set(['bots.export', 'bots.exportArchive', 'gateway.setPassword']);

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

interface Call {
  path: string;
  /** Names that its input has; undefined when it takes none. */
  fields: readonly string[] | undefined;
}

function allCalls(): Call[] {
  const procedures = router._def.procedures as unknown as Record<
    string,
    { _def: { inputs: readonly { def?: { shape?: z.core.$ZodShape } }[] } }
  >;
  return Object.entries(procedures).map(([path, { _def }]) => ({
    path,
    fields: _def.inputs.length > 0 ? Object.keys(_def.inputs[0]?.def?.shape ?? {}) : undefined,
  }));
}

/** Text that breaks things: paths, markup, control signs, halves of surrogates, and as much as a megabyte. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
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
    'x'.repeat(1_000_000),
  ),
);

const anything = fc.oneof(
  { weight: 5, arbitrary: fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withMap: true }) },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, -1, Number.NaN, Number.MAX_VALUE, [], {}) },
);

/** An input of the right names with anything in them, the right bot now and then, and some names besides. */
function inputOf(fields: readonly string[], bot: string): fc.Arbitrary<unknown> {
  const named = Object.fromEntries(
    fields.map((name) => [
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

async function call(path: string, input: unknown): Promise<unknown> {
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], test.call);
  const answer = await (procedure as (input: unknown) => Promise<unknown>)(input);
  // A stream is left at once.
  if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) {
    await (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]().return?.();
    return undefined;
  }
  return answer;
}

it('ends in an answer or a typed error, whatever any call is given, and tells no secret', async () => {
  const bot = await setUp(test);
  await test.app.idle();
  const secrets = await Promise.all(
    ['napcat.webui', 'napcat.bridge', 'napcat.monitor', 'model.key'].map((name) =>
      test.secrets.get(`bot.${bot}.${name}`),
    ),
  );
  const known = secrets.filter((secret) => secret !== undefined);
  expect(known.length).toBeGreaterThan(2);
  // Calls without input act each time; a few of each are enough.
  const calls = allCalls();
  const withInput = calls.filter(({ fields }) => fields !== undefined);
  const each = Math.ceil(INPUTS / withInput.length);
  let tried = 0;
  const codes = new Map<string, number>();

  const attempt = async ({ path }: Call, input: unknown) => {
    tried += 1;
    try {
      const answer = await call(path, input);
      if (ANSWERS_WITH_SECRETS.has(path)) return;
      const text = JSON.stringify(answer) ?? '';
      for (const secret of known) expect(text.includes(secret), `${path} tells a secret`).toBe(false);
    } catch (error) {
      expect(error, path).toBeInstanceOf(TRPCError);
      const shape = shapeOf(error as TRPCError, path);
      expect(ErrorCode.options, path).toContain(shape.data.code);
      expect(shape.data.code, `${path}: ${String((error as TRPCError).cause)}`).not.toBe('internal');
      const text = JSON.stringify(shape);
      expect(text).not.toMatch(/node_modules|\.ts:\d/);
      for (const secret of known) expect(text.includes(secret), `${path} tells a secret`).toBe(false);
      codes.set(shape.data.code, (codes.get(shape.data.code) ?? 0) + 1);
    }
  };

  for (const one of withInput) {
    await fc.assert(
      fc.asyncProperty(inputOf(one.fields ?? [], bot), (input) => attempt(one, input)),
      { numRuns: each, seed: SEED, endOnFailure: true },
    );
  }
  for (const one of calls.filter(({ fields }) => fields === undefined)) {
    for (let n = 0; n < 3; n++) await attempt(one, undefined);
  }
  expect(tried).toBeGreaterThanOrEqual(INPUTS);
  expect(codes.get('invalidInput')).toBeGreaterThan(INPUTS / 2);
  // It is still at work, and the bot was not lost on the way.
  await test.app.idle();
  expect(test.app.view.get().bots.length).toBeGreaterThan(0);
}, 900_000);
