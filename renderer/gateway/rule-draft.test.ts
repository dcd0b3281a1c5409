import { expect, test } from 'vitest';
import { RouteRule } from '../../electron/contract/routes';
import { draftOf, readDraft } from './rule-draft';

const RULES = [
  {
    id: 'panel',
    backend: 'http://napcat:6099',
    priority: 180,
    match: { path_prefix: '/webui/' },
    strip_prefix: true,
  },
  { action: 'redirect', match: { path_equal: '/webui' }, redirect_to: '/webui/' },
  { action: 'redirect', match: { path_prefix: '/old/', host: '*.example.com' }, redirect_to_prefix: '/new/' },
  {
    backend: 'http://a:1',
    enabled: false,
    match: {
      method: 'POST',
      referer_substr: 'x',
      referer_regex: '^y',
      headers: [
        { name: 'Accept', contains: 'json' },
        { name: 'X-A', regex: '^b' },
      ],
    },
    set_headers: [{ name: 'X-Forwarded-Prefix', value: '/gemini' }],
  },
];

test.each(RULES)('a rule that is opened and saved untouched stays as it was: %j', (text) => {
  const rule = RouteRule.parse(text);
  expect(readDraft(draftOf(rule))).toEqual({ rule });
});

test('lines that were added and left empty are no headers', () => {
  const rule = RouteRule.parse(RULES[0]);
  const draft = draftOf(rule);
  draft.headers.push({ name: '', contains: '', regex: '' });
  draft.sets.push({ name: '', value: '' });
  expect(readDraft(draft)).toEqual({ rule });
});

test.each([
  ['prefix', { prefix: 'webui/' }],
  ['equal', { equal: 'webui' }],
  ['host', { host: 'http://a' }],
  ['method', { method: 'G T' }],
  ['priority', { priority: 'high' }],
  ['priority', { priority: '' }],
  ['headers', { headers: [{ name: 'X-A', contains: '', regex: '' }] }],
  ['sets', { sets: [{ name: 'X A', value: 'b' }] }],
] as const)('%s is told when it is not right: %j', (field, change) => {
  const read = readDraft({ ...draftOf(undefined), ...structuredClone(change) } as ReturnType<typeof draftOf>);
  expect('bad' in read && [...read.bad]).toEqual([field]);
});
