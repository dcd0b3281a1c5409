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
