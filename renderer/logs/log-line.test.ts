import { expect, test } from 'vitest';
import { plainText } from './log-line';

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

test.each([
  [`${ESC}[32minfo${ESC}[39m done`, 'info done'],
  [`${ESC}[1;31;48;5;22mmany${ESC}[0m`, 'many'],
  [`${ESC}[2K${ESC}[1Gprogress 10%`, 'progress 10%'],
  [`${ESC}]0;a title${BEL}text`, 'text'],
  [`bell${BEL} and nul${String.fromCharCode(0)}`, 'bell and nul'],
  ['a\ttab stays', 'a\ttab stays'],
  ['港口 📦', '港口 📦'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
])('%j', (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test('rubbish of a terminal takes no time and leaves no control signs', () => {
  const pieces = [
    ESC,
    `${ESC}[`,
    `${ESC}]`,
    '999;',
    '38;5;',
    'm',
    'K',
    '\\',
    BEL,
    '\u009b',
    '\u0000',
    '港',
    'x',
  ];
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed;
  };
  const startedAt = performance.now();
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 3_000 }, () => pieces[next() % pieces.length]).join('');
    for (const control of [BEL, '\u009b', '\u0000']) expect(plainText(text)).not.toContain(control);
  }
  expect(plainText(`${ESC}[`.repeat(8_000)).length).toBeLessThan(16_001);
  expect(plainText(`${ESC}]`.repeat(8_000)).length).toBeLessThan(16_001);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
