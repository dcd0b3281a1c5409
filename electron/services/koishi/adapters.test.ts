import { expect, test } from 'vitest';
import { chooseAdapter } from './adapters';
import { PLUGINS } from './plugins';
import { modelOf } from './test-input';

const QWEN = 'https://dashscope.aliyuncs.com/compatible-mode/v1';

test.each([
  [{}, 'chatluna-deepseek-adapter', 'deepseek'],
  [{ model: 'another' }, 'chatluna-openai-like-adapter', 'openai-like'],
  [
    { provider: 'siliconflow', model: 'deepseek-ai/DeepSeek-V3' },
    'chatluna-openai-like-adapter',
    'openai-like',
  ],
  [{ provider: 'qwen', baseUrl: QWEN, model: 'qwen-plus' }, 'chatluna-qwen-adapter', 'qwen'],
  [{ provider: 'qwen', baseUrl: `${QWEN}/`, model: 'qwen-plus' }, 'chatluna-qwen-adapter', 'qwen'],
  [
    { provider: 'qwen', baseUrl: QWEN, model: 'qwen3-thinking' },
    'chatluna-openai-like-adapter',
    'openai-like',
  ],
  [
    {
      provider: 'qwen',
      baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
      model: 'qwen-plus',
    },
    'chatluna-openai-like-adapter',
    'openai-like',
  ],
  [{ provider: 'ollama', model: 'qwen3:8b' }, 'chatluna-ollama-adapter', 'ollama'],
  [{ provider: 'gemini', protocol: 'gemini' }, 'chatluna-google-gemini-adapter', 'gemini'],
  [{ provider: 'custom', protocol: 'gemini' }, 'chatluna-google-gemini-adapter', 'gemini'],
  [{ provider: 'anthropic', protocol: 'anthropic' }, 'chatluna-claude-adapter', 'claude'],
  [{ provider: 'openai', model: 'gpt' }, 'chatluna-openai-like-adapter', 'openai-like'],
] as const)('%j is reached by %s', (changes, plugin, platform) => {
  const adapter = chooseAdapter(modelOf(changes), 'KEY');
  expect(adapter).toMatchObject({ plugin, platform });
  expect(PLUGINS.map(({ name }) => name)).toContain(`koishi-plugin-${plugin}`);
});

test('only where the adapter cannot be told is the provider asked for its models', () => {
  expect(chooseAdapter(modelOf({ provider: 'moonshot', model: 'kimi' }), 'KEY').settings).toEqual({
    platform: 'openai-like',
    pullModels: false,
    additionalModels: [{ model: 'kimi', contextSize: 128_000 }],
    apiKeys: [['KEY', 'https://api.deepseek.com/v1', true]],
  });
});

test('Ollama is called at its own interface, past the user’s proxy', () => {
  const model = modelOf({ provider: 'ollama', baseUrl: 'http://host.docker.internal:11434/v1', model: 'q' });
  expect(chooseAdapter(model, 'KEY').settings).toEqual({
    apiEndpoints: [['http://host.docker.internal:11434', true]],
    proxyMode: 'off',
  });
});
