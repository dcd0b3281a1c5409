import { describe, expect, it } from 'vitest';
import { readKeys } from './read-keys';

const A = 'AIzaSyA1234567890abcdefghijklmnopqrstuv';
const B = 'AIzaSyB1234567890abcdefghijklmnopqrs_-v';
const read = (text: string) => readKeys(text, ['AIza', 'AQ.']);

describe('readKeys', () => {
  it.each<[string, string]>([
    ['lines', `${A}\n${B}\r\n`],
    ['commas', `${A},${B}`],
    ['Chinese punctuation', `${A}，${B}；`],
    ['full-width letters around', `密钥：${A}　和　${B}。`],
    ['quotes of many kinds', `"${A}" “${B}”`],
    ['JSON', JSON.stringify([A, B])],
    ['a line of an env file', `API_KEYS='["${A}","${B}"]'`],
    ['labels', `GEMINI_API_KEY=${A}\nexport KEY2="${B}"`],
    ['a numbered list', `1. ${A}\n2) ${B}`],
    ['a table', `| 1 | ${A} | ok |\n| 2 | ${B} | ok |`],
    ['nothing between them', `${A}${B}`],
    ['invisible characters inside', `${A.slice(0, 9)}\u200B${A.slice(9)} \uFEFF${B}`],
    ['the end of a sentence', `${A}. ${B}.`],
  ])('takes them out of %s', (_, text) => {
    expect(read(text)).toEqual({ keys: [A, B], duplicate: 0, malformed: 0 });
  });

  it('takes the newer kind, dots included', () => {
    const newer = 'AQ.Ab8RN6JxYz-0123456789abcdefghijklmnop.qrst';
    expect(read(newer).keys).toEqual([newer]);
  });

  it('counts each repetition', () => {
    expect(read(`${A} ${A} ${B} ${A}`)).toEqual({ keys: [A, B], duplicate: 2, malformed: 0 });
  });

  it.each<[string, number]>([
    ['AIzaSyTooShort', 1],
    ['AIza************************', 1],
    ['AIzaSyxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 1],
    [`sk-0123456789abcdefghijklmnopqrstuv`, 1],
    ['这里没有密钥，只有几个字 and some words', 0],
    ['', 0],
  ])('finds no key in %j', (text, malformed) => {
    expect(read(text)).toEqual({ keys: [], duplicate: 0, malformed });
  });
});
