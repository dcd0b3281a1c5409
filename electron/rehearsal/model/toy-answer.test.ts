import { expect, it } from 'vitest';
import { toyAnswer } from './toy-answer';

it('answers in the language it was asked in, and always the same', () => {
  expect(toyAnswer('明天下雨，出海要带什么？')).toMatch(/\p{Script=Han}/u);
  expect(toyAnswer('What should I pack for the pier?')).not.toMatch(/\p{Script=Han}/u);
  expect(toyAnswer('码头有几盏灯')).toBe(toyAnswer('码头有几盏灯'));
});

it('takes up a word of what it has no line for', () => {
  expect(toyAnswer('explain electromagnetism please')).toContain('electromagnetism');
  expect(toyAnswer('讲讲量子计算机')).toMatch(/量子|计算机/);
});

it('does not say one and the same thing to everything', () => {
  const questions = ['你好', '用一句诗说', '今天天气怎么样', '你是谁', '吃什么', '讲讲量子计算机', '谢谢'];
  expect(new Set(questions.map(toyAnswer)).size).toBe(questions.length);
});

it('says what it is told to say', () => {
  expect(toyAnswer('请只回答“在”。')).toBe('在');
  expect(toyAnswer('Reply with the word OK.')).toBe('OK');
});
