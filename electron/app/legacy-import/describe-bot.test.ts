import { expect, test } from 'vitest';
import { Bot } from '../../contract/bot';
import { RepositoryAddress } from '../../contract/legacy';
import type { LegacyFindings } from '../../services/roles';
import { newBot } from '../bot/new-bot';
import { key } from '../key-pool/test-pool-bot';
import { describeBot } from './describe-bot';

const draft = { ...newBot('小码', 0), stack: 'astrbot' as const };
const describeFrom = (...findings: LegacyFindings[]) => describeBot(draft, findings);

const DEEPSEEK = {
  protocol: 'openai',
  baseUrl: 'https://api.deepseek.com/v1',
  model: 'deepseek-chat',
  key: 'sk-one',
} as const;
const POOL = { poolKeys: [{ text: `["${key('One')}", "your-key"]`, baseUrl: undefined }] };

test('of nothing it is a new bot', () => {
  expect(describeFrom({}, {})).toEqual({ record: Bot.parse(draft), keys: [], secrets: {} });
});

test('a provider of its own is taken over with its key', () => {
  const { record, secrets } = describeFrom({ model: DEEPSEEK });
  expect(record.model).toEqual({
    provider: 'deepseek',
    baseUrl: 'https://api.deepseek.com/v1',
    model: 'deepseek-chat',
  });
  expect(secrets).toEqual({ 'model.key': 'sk-one' });
});

test.each([
  ['openai', 'https://llm.example.com/v1', 'custom'],
  ['gemini', 'https://generativelanguage.googleapis.com/v1beta', 'gemini'],
  ['anthropic', 'https://claude.example.com/v1', 'anthropic'],
] as const)('one that speaks %s at %s is %s', (protocol, baseUrl, provider) => {
  expect(describeFrom({ model: { ...DEEPSEEK, protocol, baseUrl } }).record.model?.provider).toBe(provider);
});

test.each(['http://127.0.0.1:8000/v1', 'http://gemini-balance:8000/v1', 'https://me-bot.hf.space/gemini/v1'])(
  'what ran beside the old bot, at %s, is not there any more: its keys are used',
  (baseUrl) => {
    const { record, secrets, keys } = describeFrom(POOL, {
      model: { ...DEEPSEEK, baseUrl, model: 'gemini-2.5-pro' },
    });
    expect(record.model).toBeUndefined();
    expect(record.keyPool).toMatchObject({ on: true, model: 'gemini-2.5-pro' });
    expect(record.keyPool?.consent).toBeUndefined();
    expect(keys).toEqual([key('One')]);
    expect(Object.keys(secrets)).toEqual(['keyPool.keys']);
  },
);

test('keys that were not in use are kept, and stay out of use', () => {
  expect(describeFrom(POOL, { model: DEEPSEEK }).record.keyPool).toMatchObject({ on: false });
});

test('the first text with a key in it counts, with its address', () => {
  const { record, keys } = describeFrom({
    poolKeys: [
      { text: '[]', baseUrl: 'https://first.example.com/v1beta' },
      { text: key('Two'), baseUrl: 'https://second.example.com/v1beta/' },
      { text: key('Three'), baseUrl: undefined },
    ],
  });
  expect(keys).toEqual([key('Two')]);
  expect(record.keyPool?.settings.baseUrl).toBe('https://second.example.com/v1beta');
});

test.each([
  ['alice/backup', 'alice/backup'],
  [' https://github.com/alice/backup.git ', 'alice/backup'],
  ['https://alice:secret@github.com/alice/backup', 'alice/backup'],
  ['git@github.com:alice/my.bot.git', 'alice/my.bot'],
  ['ssh://git@github.example.com:22/alice/backup/', 'alice/backup'],
  ['http://localhost:3000/alice/backup', 'alice/backup'],
  ['github.com/alice/backup', 'alice/backup'],
  ['alice', undefined],
  ['https://github.com/alice', undefined],
  ['a/b/c', undefined],
  ['../../etc/passwd', undefined],
])('the address %s is %s', (text, expected) => {
  expect(RepositoryAddress.safeParse(text).data).toBe(expected);
});
