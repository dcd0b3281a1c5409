import { expect, test } from 'vitest';
import { readKeys } from './read-keys';

const A = 'AIzaSyA-1234567890_abcdefghijklmnopqrst';
const B = 'AIzaSyB-1234567890_abcdefghijklmnopqrst';
const C = 'AQ.Ab8RN6K1234567890abcdefghijk';
const PREFIXES = ['AIza', 'AQ.'];

test.each([
  ['lines', `${A}\n${B}\r\n${C}`],
  ['commas', `${A},${B}, ${C}`],
  ['a JSON array', JSON.stringify([A, B, C])],
  ['Chinese punctuation', `${A}，${B}；${C}。`],
  ['labels', `API_KEYS=${A}|${B}\nkey3: "${C}"`],
  ['one twice', `${A} ${B} ${A} ${C}`],
])('keys are found between %s', (_what, text) => {
  expect(readKeys(text, PREFIXES)).toEqual([A, B, C]);
});

test.each([
  ['nothing', ''],
  ['another provider’s key', 'sk-1234567890abcdefghijklmnop'],
  ['a key cut short', 'AIzaSyA-12'],
  ['a beginning inside another word', `x${A}`],
])('%s is none', (_what, text) => {
  expect(readKeys(text, PREFIXES)).toEqual([]);
});

test('a provider without a known beginning tells nothing', () => {
  expect(readKeys(A, [])).toEqual([]);
});
