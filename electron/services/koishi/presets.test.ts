import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Persona } from '../../contract/bot';
import { PRESET, presetFile } from './presets';

const persona = (changes: Partial<Persona>): Persona => ({
  preset: 'assistant',
  text: '',
  nickname: '阿汪',
  ...changes,
});

test.each(['assistant', 'companion', 'catgirl'] as const)('%s knows its name and the day', (preset) => {
  const { keywords, prompts } = parse(presetFile(persona({ preset })));
  expect(keywords).toEqual([PRESET]);
  expect(prompts).toEqual([{ role: 'system', content: expect.stringContaining('你叫阿汪') }]);
  expect(prompts[0].content).toContain('{date}');
});

test('the user’s own text is the prompt', () => {
  const text = '  你是海盗：\n- "嘿哈"  ';
  const { prompts } = parse(presetFile(persona({ preset: 'custom', text })));
  expect(prompts[0].content).toBe('你是海盗：\n- "嘿哈"\n今天是 {date}。');
});

test('an empty text of one’s own falls back to the helper', () => {
  expect(presetFile(persona({ preset: 'custom', text: ' \n' }))).toBe(presetFile(persona({})));
});
