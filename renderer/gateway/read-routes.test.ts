import { expect, test } from 'vitest';
import { MAX_TABLE_BYTES, RouteTable } from '../../electron/contract/routes';
import { readRoutes, writeRoutes } from './read-routes';

const TABLE = RouteTable.parse({
  default_backend: 'http://astrbot:6185',
  rules: [{ id: 'panel', match: { path_prefix: '/webui/' }, backend: 'http://napcat:6099', priority: 180 }],
});

test('what was saved as a file is read in as it was', () => {
  expect(readRoutes(`\uFEFF${writeRoutes(TABLE)}`)).toEqual({ table: TABLE });
});

test.each([
  ['no JSON', '{"rules": [', { kind: 'notJson' }],
  ['too much', JSON.stringify({ rules: 'x'.repeat(MAX_TABLE_BYTES) }), { kind: 'big' }],
  ['no table', '{"rules": []}', { kind: 'missing', path: 'default_backend' }],
  [
    'an unknown field of a rule',
    JSON.stringify({ ...TABLE, rules: [{ backend: 'http://a', websocket: true }] }),
    { kind: 'unknownKey', rule: 0, path: '', key: 'websocket' },
  ],
  [
    'a path without its slash',
    JSON.stringify({ ...TABLE, rules: [{}, { match: { path_prefix: 'webui' } }] }),
    { kind: 'missing', rule: 1, path: 'match.path_prefix' },
  ],
])('%s is told', (_what, text, problem) => {
  const read = readRoutes(text);
  expect('problems' in read && read.problems[0]).toMatchObject(problem);
});
