import { expect, test } from 'vitest';
import { findConflicts, satisfies } from '../../../resources/koishi/compatible.mjs';
import { PLUGINS } from './plugins';

test('the table fits together', () => {
  expect(findConflicts(PLUGINS)).toEqual([]);
});

test('every version is exact and every package stands once', () => {
  expect(PLUGINS.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(new Set(PLUGINS.map(({ name }) => name)).size).toBe(PLUGINS.length);
});

test('a core beside adapters of another release is found', () => {
  const mixed = PLUGINS.map((plugin) =>
    plugin.name === 'koishi-plugin-chatluna' ? { ...plugin, version: '1.3.36' } : plugin,
  );
  expect(findConflicts(mixed)).toHaveLength(6);
  expect(findConflicts(mixed)).toContain(
    'koishi-plugin-chatluna-deepseek-adapter 1.4.0 wants koishi-plugin-chatluna ^1.4.0, but 1.3.36 is there',
  );
});

test.each([
  ['1.4.0', '^1.4.0', true],
  ['1.3.36', '^1.4.0', false],
  ['1.9.9', '^1.4.0', true],
  ['2.0.0', '^1.4.0', false],
  ['2.0.0-alpha.1', '^1.4.0', false],
  ['1.4.0', '^1.4.0-alpha.14', true],
  ['1.4.0-alpha.14', '^1.4.0-alpha.14', true],
  ['1.4.0-alpha.9', '^1.4.0-alpha.14', false],
  ['1.4.0-rc.0', '^1.3.0', false],
  ['0.3.3', '^0.3.1', true],
  ['0.4.0', '^0.3.1', false],
  ['0.0.4', '^0.0.3', false],
  ['4.18.11', '~4.18.6', true],
  ['4.19.0', '~4.18.6', false],
  ['4.18.11', '>=4.17 <5', true],
  ['5.0.0', '>=4.17 <5', false],
  ['4.18.11', '4.x', true],
  ['4.18.11', '3.x || 4.18.x', true],
  ['4.18.11', '*', true],
  ['4.18.11', '4.18.10', false],
  ['4.18.11', '4.18.11', true],
])('%s in %s: %s', (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});
