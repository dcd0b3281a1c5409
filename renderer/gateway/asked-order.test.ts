import { expect, test } from 'vitest';
import { RouteRule } from '../../electron/contract/routes';
import { askedOrder, moveRule } from './asked-order';

const rule = (id: string, priority: number, match: object = {}) =>
  RouteRule.parse({ id, priority, match, backend: 'http://a:1' });
const RULES = [
  rule('low', 0),
  rule('prefix', 200, { path_prefix: '/a/' }),
  rule('longer', 200, { path_prefix: '/a/b/' }),
  rule('equal', 200, { path_equal: '/a' }),
  rule('referer', 200, { referer_substr: '/webui/' }),
  rule('high', 300),
  rule('second low', 0),
];
const names = (rules: readonly RouteRule[]) => askedOrder(rules).map((one) => one.rule.id);

test('the highest priority is asked first, then the path that says most, then the first', () => {
  expect(names(RULES)).toEqual(['high', 'equal', 'longer', 'prefix', 'referer', 'low', 'second low']);
});

test.each(RULES.map((one, at) => [one.id, at] as const))(
  '%s moves by one place and no other does',
  (id, at) => {
    for (const by of [-1, 1] as const) {
      const before = names(RULES);
      const from = before.indexOf(id);
      const moved = moveRule(RULES, at, by);
      if (before[from + by] === undefined) {
        expect(moved).toBeUndefined();
        continue;
      }
      const wanted = before.filter((name) => name !== id);
      wanted.splice(from + by, 0, id);
      expect(names(moved ?? [])).toEqual(wanted);
    }
  },
);

test('where there is room, the others keep their priorities', () => {
  expect(moveRule(RULES, 6, -1)?.map((one) => one.priority)).toEqual([0, 200, 200, 200, 200, 300, 1]);
});
