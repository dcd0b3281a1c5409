import { describe, expect, it } from 'vitest';
import { cleanKey } from './clean-key';

const KEY = 'sk-3f9aB_c-d4e5f6a7b8c9';

describe('cleanKey', () => {
  it.each([
    ['as it is', KEY],
    ['spaces around', `  ${KEY}\t `],
    ['a line break at the end', `${KEY}\r\n`],
    ['a line break inside', `${KEY.slice(0, 9)}\n${KEY.slice(9)}`],
    ['double quotes', `"${KEY}"`],
    ['curly quotes', `“${KEY}”`],
    ['Chinese brackets', `「${KEY}」`],
    ['back-ticks and a comma', `\`${KEY}\`,`],
    ['Bearer', `Bearer ${KEY}`],
    ['a whole header', `Authorization: Bearer ${KEY}`],
    ['a quoted header', `"Authorization": "Bearer ${KEY}"`],
    ['an environment line', `export DEEPSEEK_API_KEY="${KEY}"`],
    ['a label', `API key: ${KEY}`],
    ['full-width characters', [...KEY].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')],
    ['an ideographic space', `\u3000${KEY}\u3000`],
    ['zero-width characters', `\ufeff${KEY.slice(0, 5)}\u200b${KEY.slice(5)}\u200d`],
    ['a no-break space', `${KEY}\u00a0`],
  ])('finds the key in: %s', (_, pasted) => {
    expect(cleanKey(pasted)).toEqual({ kind: 'key', key: KEY });
  });

  it.each([
    'AIzaSyA-1234567890_abcdefghijklmnopqrst',
    'AQ.Ab8RN6J_x-1',
    '0123456789abcdef0123456789abcdef.AbCdEf0123456789',
    '1b2c3d4e-0000-4aaa-8bbb-123456789abc',
    'sk-ant-api03-Ab_c-1',
    'none',
  ])('keeps %s as it is', (key) => {
    expect(cleanKey(key)).toEqual({ kind: 'key', key });
  });

  it.each([
    ['', 'empty'],
    [' \n\u200b ', 'empty'],
    ['Bearer ', 'empty'],
    ['https://platform.deepseek.com/api_keys', 'url'],
    ['sk-3f9a************b8c9', 'masked'],
    ['sk-3f9a…b8c9', 'masked'],
    [`${KEY} ${KEY}`, 'severalKeys'],
    ['我的密钥', 'foreignCharacters'],
    [`${KEY}（复制）`, 'foreignCharacters'],
    ['{"type":"service_account","project_id":"p"}', 'notAKey'],
    ['sk-', 'notAKey'],
    ['a'.repeat(600), 'notAKey'],
  ])('refuses %j as %s', (pasted, reason) => {
    expect(cleanKey(pasted)).toEqual({ kind: 'malformed', reason });
  });
});
