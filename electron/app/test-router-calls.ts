import { TRPCError } from '@trpc/server';
import fc from 'fast-check';
import { expect } from 'vitest';
import { z } from 'zod';
import { ErrorCode } from '../contract/errors';
import type { TestApp } from './create-test-app';
import { type AppRouter, createCaller, router } from './router';

/** A call of the router, whoever added it. */
export interface RouterCall {
  path: string;
  kind: 'query' | 'mutation' | 'subscription';
  /** What it takes; undefined when it takes nothing. */
  input: z.ZodType | undefined;
}

/** Every call of the router. */
export function routerCalls(): RouterCall[] {
  const procedures = router._def.procedures as unknown as Record<
    string,
    { _def: { type: RouterCall['kind']; inputs: readonly z.ZodType[] } }
  >;
  return Object.entries(procedures).map(([path, { _def }]) => ({
    path,
    kind: _def.type,
    input: _def.inputs[0],
  }));
}

/** Names that its input has. */
export function fieldsOf({ input }: RouterCall): string[] {
  const { def } = input as unknown as { def?: { shape?: object } };
  return Object.keys(def?.shape ?? {});
}

/** Calls it as a client does; of a stream what comes at once is taken, and it has to end when it is left. */
export async function callRouter(test: TestApp, { path }: RouterCall, input: unknown): Promise<unknown> {
  const leave = new AbortController();
  const caller = createCaller({ app: test.app }, { signal: leave.signal });
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
  const answer = await (procedure as (input: unknown) => Promise<unknown>)(input);
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return answer;
  const iterator = (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  const first = iterator.next();
  await Promise.race([first, turns(20)]);
  leave.abort();
  const { value } = await first;
  await iterator.return?.();
  return value;
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
}

/** What a client gets of an error; fails when that is not one it has a text for. */
export function shapeOf(test: TestApp, error: unknown, path: string) {
  expect(error, path).toBeInstanceOf(TRPCError);
  const failed = error as TRPCError;
  const data = { code: failed.code, httpStatus: 500, path, stack: failed.stack ?? '' };
  const shape: ReturnType<AppRouter['_def']['_config']['errorFormatter']> =
    router._def._config.errorFormatter({
      error: failed,
      path,
      type: 'mutation',
      input: undefined,
      ctx: { app: test.app },
      shape: { code: -32_603, message: failed.message, data },
    });
  expect(ErrorCode.options, path).toContain(shape.data.code);
  expect(shape.message).toBe(shape.data.code);
  expect(shape.data.code, `${path}: ${String(failed.cause)}`).not.toBe('internal');
  expect(JSON.stringify(shape)).not.toMatch(/node_modules|\.ts:\d/);
  return shape;
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
}

/** Texts that fit where a form is asked for, and elsewhere as well as any. */
const TEXTS = ['x', '小码', 'http://127.0.0.1:1/v1', '12345', '08:30', 'me@example.org', 'a-b', '2026-11-20'];

/** Inputs that a call's own schema takes, or nearly: forms of texts are guessed. */
export function fittingInput({ input }: RouterCall, bot: string): fc.Arbitrary<unknown> {
  if (!input) return fc.constant(undefined);
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return fitting(schema, bot);
}

function fitting(schema: JsonSchema, bot: string, name?: string): fc.Arbitrary<unknown> {
  if (name === 'bot') return fc.constant(bot);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options) return fc.oneof(...options.map((option) => fitting(option, bot, name)));
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      const { required = [] } = schema;
      return fc.record(
        Object.fromEntries(properties.map(([key, value]) => [key, fitting(value, bot, key)])),
        { requiredKeys: required },
      );
    }
    case 'array':
      return fc.array(fitting(schema.items ?? {}, bot, name), { maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'integer': {
      const least = Math.max(schema.minimum ?? 0, -1_000);
      return fc.integer({ min: least, max: Math.min(schema.maximum ?? least + 100, least + 1_000) });
    }
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1, 1_000), noNaN: true });
    case 'string':
      return fc.oneof(
        fc.constantFrom(...TEXTS),
        fc.string({ maxLength: Math.min(schema.maxLength ?? 40, 40) }),
      );
    default:
      return fc.constantFrom(undefined, null, 'x', 1);
  }
}
