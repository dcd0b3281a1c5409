import { expect, test } from 'vitest';
import type { LogEntry } from '../../electron/contract/view';
import { createLogBook, EVERYTHING } from './log-book';

const entry = (n: number, over: Partial<LogEntry> = {}): LogEntry => ({
  at: n,
  source: n % 2 === 0 ? 'napcat' : 'koishi',
  stream: 'stdout',
  level: n % 10 === 0 ? 'error' : 'info',
  text: `line ${n}`,
  ...over,
});
const entries = (count: number, from = 0) => Array.from({ length: count }, (_, n) => entry(from + n));

/** A book whose search goes on only when it is told to. */
function createSlowBook(keep?: number) {
  const work: (() => void)[] = [];
  const book = createLogBook(keep, (next) => work.push(next));
  return { book, goOn: () => work.shift()?.() };
}

test('shows everything without keeping it twice', () => {
  const book = createLogBook();
  book.add(entries(5));
  expect(book.shown).toBe(book.rows);
  expect(book.shown.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
});

test.each([
  ['by service', { hidden: new Set(['koishi'] as const) }, [0, 2, 4, 6, 8, 10]],
  ['by level', { from: 'warn' as const }, [0, 10]],
  ['by words, in any case', { needle: 'ne 1' }, [1, 10, 11]],
  ['by all of it', { needle: 'line 1', hidden: new Set(['napcat'] as const) }, [1, 11]],
])('filters %s, and what comes as well', (_, filter, expected) => {
  const book = createLogBook();
  book.add(entries(6));
  book.show({ ...EVERYTHING, ...filter });
  book.add(entries(6, 6));
  expect(book.shown.map(({ at }) => at)).toEqual(expected);
  book.show(EVERYTHING);
  expect(book.shown).toHaveLength(12);
});

test('searches a long log in pieces, loses nothing that comes meanwhile, and a newer search takes over', () => {
  const { book, goOn } = createSlowBook();
  book.add(entries(100_000));
  book.show({ ...EVERYTHING, needle: 'line 99999' });
  expect(book.isSearching).toBe(true);
  book.add([entry(999_990)]);
  goOn();
  book.show({ ...EVERYTHING, needle: 'line 9999' });
  goOn();
  goOn();
  goOn();
  expect(book.isSearching).toBe(false);
  expect(book.shown.map(({ at }) => at)).toEqual([
    9_999, 99_990, 99_991, 99_992, 99_993, 99_994, 99_995, 99_996, 99_997, 99_998, 99_999, 999_990,
  ]);
});

test.each([
  ['of everything', EVERYTHING],
  ['of a search', { ...EVERYTHING, needle: 'line' }],
])('drops the oldest and says how many %s', (_, filter) => {
  const book = createLogBook(1_000);
  book.show(filter);
  for (let n = 0; n < 30; n++) book.add(entries(100, n * 100));
  expect(book.rows.length).toBeLessThanOrEqual(1_100);
  expect(book.shown.at(-1)?.at).toBe(2_999);
  expect(book.shown[0]?.at).toBe(book.droppedShown);
  expect(book.shown.length + book.droppedShown).toBe(3_000);
});

test('tells of each change, once', () => {
  const book = createLogBook();
  const versions: number[] = [];
  const stop = book.subscribe(() => versions.push(book.version));
  book.add(entries(3));
  book.show({ ...EVERYTHING, needle: 'x' });
  book.clear();
  stop();
  book.add(entries(1));
  expect(versions).toEqual([1, 2, 3]);
});
