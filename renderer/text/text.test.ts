import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { Persona } from '../../electron/contract/bot';
import { ErrorCode } from '../../electron/contract/errors';
import { LinkId, ServiceName, StackId } from '../../electron/contract/ids';
import { PoolKeyState } from '../../electron/contract/key-pool';
import { Ask, DiagnosisCode, Doing, FixId } from '../../electron/contract/link-state';
import { ModelCheckProblem } from '../../electron/contract/model';
import { RehearsalFault } from '../../electron/contract/rehearsal';
import { RouteFindingCode } from '../../electron/contract/routes';
import { Notice, ServiceView } from '../../electron/contract/view';
import { en } from './en';
import { zh } from './zh';

const renderer = join(import.meta.dirname, '..');

/** Every text by its dotted key. */
function flatten(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) found.set(key, text);
  }
  return found;
}
const LANGUAGES = { zh: flatten(zh), en: flatten(en) };

const options = (schema: z.ZodEnum): string[] => schema.options.map(String);
const asks = Ask.options.map((option) => option.shape.kind.value);

const WANTED: Record<string, string[]> = {
  error: options(ErrorCode).map((code) => `error.${code}`),
  notice: options(Notice.shape.code).map((code) => `notice.${code}`),
  diagnosis: options(DiagnosisCode).flatMap((code) =>
    ['word', 'what', 'why', 'todo'].map((part) => `diagnosis.${code}.${part}`),
  ),
  problem: options(ModelCheckProblem).map((code) =>
    code === 'keyMalformed' ? 'key.malformed.what' : `diagnosis.${code}.what`,
  ),
  fix: options(FixId).map((id) => `fix.${id}`),
  ask: asks.flatMap((kind) => [`ask.${kind}.word`, `ask.${kind}.title`]),
  doing: options(Doing).flatMap((code) => [`doing.${code}`, `doingLine.${code}`]),
  link: options(LinkId).flatMap((id) => [`chain.${id}`, `chain.second.${id}`, `chain.later.${id}`]),
  stack: options(StackId).map((id) => `stack.${id}.name`),
  service: options(ServiceName).map((name) => `consent.role.${name}`),
  serviceState: options(ServiceView.shape.state).map((state) => `services.state.${state}`),
  role: options(ServiceView.shape.role).map((role) => `services.role.${role}`),
  preset: options(Persona.shape.preset.unwrap()).map((preset) => `card.preset.${preset}`),
  poolKey: options(PoolKeyState).flatMap((state) => [`pool.state.${state}`, `pool.about.${state}`]),
  route: options(RouteFindingCode).map((code) => `routes.finding.${code}`),
  fault: options(RehearsalFault).map((fault) => `rehearsal.fault.${fault}`),
};

for (const [language, texts] of Object.entries(LANGUAGES)) {
  test.each(Object.entries(WANTED))(`${language} has a text for every %s of the contract`, (_what, keys) => {
    expect(keys.filter((key) => !texts.get(key))).toEqual([]);
  });
}

test('both languages name the same values', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  const differing = [...LANGUAGES.zh].filter(
    ([key, text]) => values(text).join() !== values(LANGUAGES.en.get(key) ?? '').join(),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test('Chinese keeps to its voice: 你, and neither 您 nor exclamation marks nor words that blame', () => {
  const loud = [...LANGUAGES.zh].filter(([, text]) =>
    /您|！|!|失败|异常|非法|未知错误|哎呀|请稍候/.test(text),
  );
  expect(loud.map(([key]) => key)).toEqual([]);
});

test('words under a link fit their column', () => {
  const words = (texts: Map<string, string>) =>
    [...texts].filter(([key]) => /^(diagnosis|ask)\.\w+\.word$/.test(key));
  expect(words(LANGUAGES.zh).filter(([, text]) => text.length > 6)).toEqual([]);
  expect(words(LANGUAGES.en).filter(([, text]) => text.length > 14)).toEqual([]);
});

test('no text is left that nothing shows', () => {
  const source = globSync('**/*.{ts,tsx}', { cwd: renderer, exclude: (name) => name === 'text' })
    .map((file) => readFileSync(join(renderer, file), 'utf8'))
    .concat(readFileSync(join(renderer, 'text/units.ts'), 'utf8'))
    .join('\n');
  const plain = new Set([...source.matchAll(/'([a-zA-Z][\w-]*(?:\.[\w-]+)+)'/g)].map((match) => match[1]));
  const patterns = [...source.matchAll(/`([a-zA-Z][\w-]*\.[^`\s]*\$\{[^`]*)`/g)].map((match) => {
    const pattern = (match[1] ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+');
    return new RegExp(`^${pattern}$`);
  });
  const unused = [...LANGUAGES.zh.keys()].filter(
    (key) => !plain.has(key) && !patterns.some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});
