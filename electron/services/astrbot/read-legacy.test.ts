import { expect, test } from 'vitest';
import { readLegacy } from './read-legacy';

const read = (config: unknown, personas: Record<string, unknown>[] = []) =>
  readLegacy({
    paths: ['data/cmd_config.json'],
    text: async () => (typeof config === 'string' ? config : JSON.stringify(config)),
    rows: async (table) => (table === 'personas' ? personas : []),
  });

const SOURCE = {
  id: 'src',
  type: 'openai_chat_completion',
  key: ['sk-one'],
  api_base: 'https://api.deepseek.com/v1/',
  enable: true,
};

test('what cannot be read says nothing', async () => {
  for (const config of ['', '{', '[]', 'null', { provider: {}, admins_id: 7, wake_prefix: null }])
    expect(await read(config)).toEqual({ wake: { private: true, nickname: false, random: 0 } });
});

test('owner, nickname and when it speaks', async () => {
  expect(
    await read({
      admins_id: ['astrbot', 1234567, '7654321'],
      wake_prefix: ['/', '小鸥'],
      platform_settings: { friend_message_needs_wake_prefix: true },
      provider_ltm_settings: { active_reply: { enable: true, possibility_reply: 0.2 } },
    }),
  ).toEqual({
    owner: '1234567',
    nickname: '小鸥',
    wake: { private: false, nickname: true, random: 0.2 },
  });
});

test.each([
  ['its table', {}, [{ persona_id: '海鸥', system_prompt: '话很短。' }], '话很短。'],
  ['the config of older versions', { persona: [{ name: '海鸥', prompt: '旧的。' }] }, [], '旧的。'],
  ['nowhere', {}, [{ persona_id: '别的', system_prompt: 'x' }], undefined],
])('the persona in use is found in %s', async (_, config, rows, expected) => {
  const found = await read({ provider_settings: { default_personality: '海鸥' }, ...config }, rows);
  expect(found.persona).toBe(expected);
});

test.each([
  [
    'a provider with a source',
    [{ id: 'p', provider_source_id: 'src', model: 'deepseek-chat', enable: true }],
    { protocol: 'openai', baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-chat', key: 'sk-one' },
  ],
  [
    'one of the older form',
    [
      {
        id: 'p',
        type: 'googlegenai_chat_completion',
        enable: true,
        key: ['AIza1', 'AIza2'],
        api_base: 'https://generativelanguage.googleapis.com/',
        model_config: { model: 'gemini-2.5-flash' },
      },
    ],
    {
      protocol: 'gemini',
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      model: 'gemini-2.5-flash',
      key: 'AIza1',
    },
  ],
  [
    'one whose key was a variable',
    [{ id: 'p', provider_source_id: 'src', key: ['$KEY'], model: 'm', enable: true }],
    { protocol: 'openai', baseUrl: 'https://api.deepseek.com/v1', model: 'm', key: '' },
  ],
  [
    'one that is switched off',
    [{ id: 'p', provider_source_id: 'src', model: 'm', enable: false }],
    undefined,
  ],
  ['one of a kind that nobody knows', [{ id: 'p', type: 'dify', key: 'x', api_base: '' }], undefined],
])('the model of %s', async (_, provider, expected) => {
  expect((await read({ provider_sources: [SOURCE], provider })).model).toEqual(expected);
});

test('of several providers the chosen one counts', async () => {
  const provider = ['a', 'b'].map((id) => ({ id, provider_source_id: 'src', model: id, enable: true }));
  const settings = { provider_settings: { default_provider_id: 'b' } };
  expect((await read({ provider_sources: [SOURCE], provider, ...settings })).model?.model).toBe('b');
  expect((await read({ provider_sources: [SOURCE], provider })).model?.model).toBe('a');
});

test('several keys of Gemini that it used in turn are a pool', async () => {
  const [first, second] = ['AIzaOne', 'AIzaTwo'];
  const provider = [
    {
      id: 'g',
      type: 'googlegenai_chat_completion',
      enable: true,
      key: [first, second],
      api_base: 'https://generativelanguage.googleapis.com',
      model: 'gemini-2.5-flash',
    },
  ];
  expect((await read({ provider })).poolKeys).toEqual([
    { text: `${first} ${second}`, baseUrl: 'https://generativelanguage.googleapis.com/v1beta' },
  ]);
});
