import { execFileSync } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { astrbotEnv, cmdConfig } from './config';
import { inputOf, modelOf, SECRETS } from './test-input';

interface Item {
  id: string;
  [key: string]: unknown;
}
interface Config {
  dashboard: Record<string, unknown>;
  platform: Item[];
  provider_sources: Item[];
  provider: Item[];
  provider_settings: Record<string, unknown>;
  platform_settings: Record<string, unknown>;
  provider_ltm_settings: { active_reply: Record<string, unknown> };
  admins_id: string[];
  wake_prefix: string[];
  no_proxy: string[];
  [key: string]: unknown;
}

const read = (text: string): Config => JSON.parse(text.slice(1));
const config = (input = inputOf(), existing?: string) => read(cmdConfig(input, existing));
/** The file after somebody edited it in AstrBot's panel. */
const edited = (edit: (config: Config) => void, input = inputOf()) => {
  const saved = config(input);
  edit(saved);
  return JSON.stringify(saved);
};

test('the length of a talk is written once chosen, and what was edited in the panel stays until another is', () => {
  expect(config()).not.toHaveProperty('provider_settings.max_context_length');
  const short = inputOf({ bot: { context: 'short' } });
  expect(config(short)).toHaveProperty('provider_settings.max_context_length', 10);
  const theirs = edited(
    (saved) => Object.assign(saved['provider_settings'] as object, { max_context_length: 3 }),
    short,
  );
  expect(config(short, theirs)).toHaveProperty('provider_settings.max_context_length', 3);
  const long = inputOf({ bot: { context: 'long' } });
  expect(config(long, theirs)).toHaveProperty('provider_settings.max_context_length', -1);
});

describe('seeded before the first start', () => {
  test('is UTF-8 with a byte order mark, and the same for the same input', () => {
    expect(cmdConfig(inputOf()).charCodeAt(0)).toBe(0xfeff);
    expect(cmdConfig(inputOf())).toBe(cmdConfig(inputOf()));
  });

  test('lets the panel in with our password, and asks for no other one', () => {
    const { dashboard } = config();
    const [scheme, rounds, salt = '', digest] = String(dashboard['pbkdf2_password']).split('$');
    const expected = pbkdf2Sync(SECRETS.password, Buffer.from(salt, 'hex'), Number(rounds), 32, 'sha256');
    expect(scheme).toBe('pbkdf2_sha256');
    expect(digest).toBe(expected.toString('hex'));
    expect(dashboard).toMatchObject({
      username: 'botpier',
      password_storage_upgraded: true,
      password_change_required: false,
      jwt_secret: SECRETS.jwt,
      host: '0.0.0.0',
      port: 6185,
    });
    expect(dashboard['password']).toMatch(/^[0-9a-f]{32}$/);
    expect(cmdConfig(inputOf())).not.toContain(SECRETS.password);
  });

  test('waits for the messenger with the token of the bridge', () => {
    expect(config().platform).toEqual([
      expect.objectContaining({
        id: 'botpier',
        type: 'aiocqhttp',
        enable: true,
        ws_reverse_host: '0.0.0.0',
        ws_reverse_port: 6199,
        ws_reverse_token: 'bridge-secret',
      }),
    ]);
  });

  test('knows the model, and of its key only where it is found', () => {
    const { provider, provider_sources, provider_settings } = config();
    expect(provider_sources).toEqual([
      {
        id: 'botpier',
        provider: 'openai',
        type: 'openai_chat_completion',
        provider_type: 'chat_completion',
        enable: true,
        key: ['$BOTPIER_MODEL_KEY'],
        api_base: 'https://api.deepseek.com/v1',
      },
    ]);
    expect(provider).toEqual([
      { id: 'botpier/model', provider_source_id: 'botpier', model: 'deepseek-chat', enable: true },
    ]);
    expect(provider_settings['default_provider_id']).toBe('botpier/model');
    expect(cmdConfig(inputOf())).not.toContain('sk-secret-key');
  });

  test.each<['openai' | 'gemini' | 'anthropic', string, string, string]>([
    ['openai', 'https://a.example/v1/', 'openai_chat_completion', 'https://a.example/v1'],
    ['gemini', 'https://a.example/v1beta', 'googlegenai_chat_completion', 'https://a.example'],
    ['anthropic', 'https://a.example/v1', 'anthropic_chat_completion', 'https://a.example'],
    ['anthropic', 'https://a.example/api', 'anthropic_chat_completion', 'https://a.example/api'],
  ])('reaches a model that speaks %s at %s', (protocol, baseUrl, type, api_base) => {
    const input = inputOf({ model: modelOf({ protocol, baseUrl }) });
    expect(config(input).provider_sources[0]).toMatchObject({ type, api_base });
  });

  test('carries the settings of the bot', () => {
    const input = inputOf({
      bot: {
        owner: '1234567',
        persona: { nickname: '阿鸥' },
        wake: { private: false, nickname: true, random: 0.25 },
      },
      network: { pluginRegistry: '', proxy: 'http://127.0.0.1:7890' },
      model: modelOf({ baseUrl: 'http://192.168.1.5:11434/v1' }),
    });
    expect(config(input)).toMatchObject({
      admins_id: ['1234567'],
      wake_prefix: ['/', '阿鸥'],
      platform_settings: { friend_message_needs_wake_prefix: true },
      provider_ltm_settings: { active_reply: { enable: true, possibility_reply: 0.25 } },
      http_proxy: 'http://host.docker.internal:7890',
      disable_metrics: true,
      timezone: 'Asia/Shanghai',
    });
    expect(config(input).no_proxy).toEqual(
      expect.arrayContaining(['napcat', 'astrbot', 'gemini-balance', '192.168.1.5']),
    );
  });

  test('is made without a model, too', () => {
    expect(config(inputOf({ model: undefined }))).toMatchObject({ provider: [], provider_sources: [] });
  });

  test('is not made without a secret', () => {
    expect(() => cmdConfig(inputOf({ secrets: { password: 'x' } }))).toThrow('secret');
  });
});

describe('merged with what stands there', () => {
  test('is stable', () => {
    expect(config(inputOf(), cmdConfig(inputOf()))).toEqual(config());
  });

  test('keeps what is theirs, in the lists and beside them', () => {
    const existing = edited((saved) => {
      saved.platform.push({ id: 'theirs', type: 'telegram', enable: true });
      saved.provider_sources[0]!['timeout'] = 300;
      saved.provider.push({ id: 'theirs/model', provider_source_id: 'theirs', model: 'm', enable: true });
      saved['plugin_set'] = ['one'];
      saved.platform_settings['reply_with_quote'] = true;
      saved.dashboard['trust_proxy_headers'] = true;
    });
    const merged = config(inputOf(), existing);
    expect(merged).toMatchObject({
      plugin_set: ['one'],
      platform_settings: { reply_with_quote: true },
      dashboard: { trust_proxy_headers: true },
    });
    expect(merged.platform.map(({ id }) => id)).toEqual(['botpier', 'theirs']);
    expect(merged.provider.map(({ id }) => id)).toEqual(['botpier/model', 'theirs/model']);
    expect(merged.provider_sources[0]).toMatchObject({ timeout: 300, id: 'botpier' });
  });

  test('mends the wiring and what lets us in', () => {
    const existing = edited((saved) => {
      Object.assign(saved.platform[0]!, { enable: false, ws_reverse_port: 7000, ws_reverse_token: '' });
      Object.assign(saved.provider_sources[0]!, { key: ['sk-other'], api_base: 'http://elsewhere' });
      Object.assign(saved.dashboard, {
        jwt_secret: 'x',
        host: '127.0.0.1',
        port: 1,
        ssl: { enable: true, cert_file: 'c' },
      });
    });
    expect(config(inputOf(), existing)).toEqual({
      ...config(),
      dashboard: { ...config().dashboard, ssl: { enable: false, cert_file: 'c' } },
    });
  });

  test('switches off another adapter on our port, and no other', () => {
    const existing = edited((saved) =>
      saved.platform.push(
        { id: 'same', type: 'aiocqhttp', enable: true, ws_reverse_port: 6199 },
        { id: 'other', type: 'aiocqhttp', enable: true, ws_reverse_port: 6200 },
      ),
    );
    expect(config(inputOf(), existing).platform.map(({ id, enable }) => [id, enable])).toEqual([
      ['botpier', true],
      ['same', false],
      ['other', true],
    ]);
  });

  test('leaves an edit of the panel until the setting changes in BotPier', () => {
    const existing = edited((saved) => {
      saved['timezone'] = 'Asia/Tokyo';
      saved.provider_settings['default_provider_id'] = 'theirs/model';
      saved.platform_settings['friend_message_needs_wake_prefix'] = true;
    });
    const kept = cmdConfig(inputOf(), existing);
    expect(read(kept)).toMatchObject({
      timezone: 'Asia/Tokyo',
      provider_settings: { default_provider_id: 'theirs/model' },
      platform_settings: { friend_message_needs_wake_prefix: true },
    });
    const quiet = inputOf({ bot: { wake: { private: false } } });
    const again = cmdConfig(inputOf(), cmdConfig(quiet, kept));
    expect(read(again).platform_settings['friend_message_needs_wake_prefix']).toBe(false);
    expect(read(again)['timezone']).toBe('Asia/Tokyo');
  });

  test('takes the old owner and nickname out of the lists, and nobody else', () => {
    const before = inputOf({ bot: { owner: '1234567', persona: { nickname: '阿鸥' } } });
    const existing = edited((saved) => {
      saved.admins_id.push('7654321');
      saved.wake_prefix.push('！');
    }, before);
    const after = config(inputOf({ bot: { owner: '2345678', persona: { nickname: '小码' } } }), existing);
    expect(after.admins_id).toEqual(['2345678', '7654321']);
    expect(after.wake_prefix).toEqual(['/', '小码', '！']);
  });

  test("keeps the panel's password that somebody chose, until ours is another one", () => {
    const own = { username: 'me', password: 'f'.repeat(32), pbkdf2_password: 'pbkdf2_sha256$1$00$00' };
    const existing = edited((saved) => Object.assign(saved.dashboard, own));
    expect(config(inputOf(), existing).dashboard).toMatchObject(own);
    const anew = inputOf({ secrets: { ...SECRETS, password: 'anotherPassword0123456' } });
    expect(config(anew, existing).dashboard).toEqual(config(anew).dashboard);
  });

  test.each(['', '{', '[]', 'null', '{"platform":{},"dashboard":3,"provider":[null,{"id":1}]}'])(
    'starts anew from %j',
    (existing) => {
      expect(config(inputOf(), existing)).toEqual(config());
    },
  );
});

describe('the key', () => {
  test.each(['sk-1', `it's "quoted" $HOME \`x\` \\`])('is written so that a shell reads %j', (key) => {
    const text = astrbotEnv(inputOf({ model: modelOf({ key }) }));
    const script = `${text}printf %s "$BOTPIER_MODEL_KEY"`;
    expect(execFileSync('sh', ['-c', script]).toString()).toBe(key);
  });

  test('of several lines is refused, none at all is some word', () => {
    expect(() => astrbotEnv(inputOf({ model: modelOf({ key: 'a\nb' }) }))).toThrow('secret');
    expect(astrbotEnv(inputOf({ model: modelOf({ key: '' }) }))).toContain('none');
  });
});
