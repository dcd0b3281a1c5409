import { expect, test } from 'vitest';
import { Provider } from '../../../electron/contract/model';
import { tellProvider } from './tell-provider';

const provider = (id: string, keyPrefixes: string[]) =>
  Provider.parse({
    id,
    name: { zh: id, en: id },
    protocol: 'openai',
    baseUrl: 'https://example.com/v1',
    needsKey: true,
    needsProxyInChina: false,
    suggestedModels: [],
    keyPrefixes,
    note: { zh: '', en: '' },
  });
const providers = [
  provider('deepseek', ['sk-']),
  provider('qwen', ['sk-']),
  provider('anthropic', ['sk-ant-']),
  provider('gemini', ['AIza']),
];

test('tells a provider by a prefix of its own', () => {
  expect(tellProvider('AIzaSyExample', providers)).toBe('gemini');
});

test('the longer prefix wins over one that many share', () => {
  expect(tellProvider('sk-ant-example', providers)).toBe('anthropic');
});

test('says nothing where several share the prefix', () => {
  expect(tellProvider('sk-example', providers)).toBeUndefined();
});

test('looks past quotes and spaces that came along', () => {
  expect(tellProvider(' "AIzaSyExample"', providers)).toBe('gemini');
});
