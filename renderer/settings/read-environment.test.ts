import { expect, test } from 'vitest';
import { readEnvironment, writeEnvironment } from './read-environment';

test('is read as it was written', () => {
  const environment = { A: '1', B_2: 'x=y', C: '' };
  expect(readEnvironment(writeEnvironment(environment))).toEqual({ kind: 'read', environment });
  expect(readEnvironment(' A = 1 \n\n')).toEqual({ kind: 'read', environment: { A: '1' } });
});

test.each([
  ['no sign', { kind: 'badLine', line: 1 }],
  ['A=1\n=2', { kind: 'badLine', line: 2 }],
  ['1A=2', { kind: 'badLine', line: 1 }],
  ['A=1\nA=2', { kind: 'twice', name: 'A' }],
  ['__proto__=1\n__proto__=2', { kind: 'twice', name: '__proto__' }],
])('%j is refused', (text, problem) => {
  expect(readEnvironment(text)).toEqual(problem);
});
