import { expect, it } from 'vitest';
import { extremesOf, meansOf } from './day-series';

it('means leave out what was not measured', () => {
  expect(meansOf([1, 3, null, null, 5, null, 7], 2)).toEqual([2, null, 5, 7]);
  expect(meansOf([], 60)).toEqual([]);
});

it('a value counts as that of now for some minutes, and no longer', () => {
  expect(extremesOf([4, 9, 2, null])).toEqual({ now: 2, most: 9 });
  expect(extremesOf([4, 9, 2, null, null, null])).toEqual({ now: null, most: 9 });
  expect(extremesOf([null])).toBeUndefined();
});
