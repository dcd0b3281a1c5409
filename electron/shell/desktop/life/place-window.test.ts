import { expect, test } from 'vitest';
import { placeWindow, type Rect, type Screen, screenSetName } from './place-window';

const screen = (x: number, y: number, width: number, height: number, scaleFactor = 1): Screen => ({
  bounds: { x, y, width, height },
  workArea: { x, y, width, height: height - 40 },
  scaleFactor,
});
const LAPTOP = screen(0, 0, 1440, 900, 2);
const BIG = screen(1440, 0, 2560, 1440);
const SMALL = screen(0, 0, 800, 500);

const at = (x: number, y: number, width = 1080, height = 720): Rect => ({ x, y, width, height });

test.each<[string, Rect | undefined, Screen[], Rect]>([
  ['was never placed', undefined, [LAPTOP], at(180, 70)],
  ['was never placed on a small screen', undefined, [SMALL], at(0, 0, 800, 460)],
  ['fits where it was', at(100, 50), [LAPTOP], at(100, 50)],
  ['was on a second screen that is there', at(1900, 200), [LAPTOP, BIG], at(1900, 200)],
  ['was on a second screen that is gone', at(1900, 200), [LAPTOP], at(360, 140)],
  ['was left of everything', at(-5000, 0), [LAPTOP, BIG], at(0, 0)],
  ['was far below', at(0, 90_000), [LAPTOP], at(0, 140)],
  ['has its title bar above the screen', at(100, -60), [LAPTOP], at(100, 0)],
  ['hangs over the edge, within reach', at(1200, 300), [LAPTOP], at(1200, 300)],
  ['hangs over the edge, out of reach', at(1400, 300), [LAPTOP], at(360, 140)],
  ['is larger than any screen', at(0, 0, 4000, 3000), [LAPTOP], at(0, 0, 1440, 860)],
  ['lies across both screens', at(1000, 100), [LAPTOP, BIG], at(1000, 100)],
  ['is smaller than may be, off screen', at(-9999, 0, 10, 10), [LAPTOP], at(0, 0, 720, 560)],
])('a window that %s', (_what, saved, screens, wanted) => {
  expect(placeWindow(saved, screens)).toEqual(wanted);
});

test('a set of screens has one name in any order, and another with a screen more or less', () => {
  expect(screenSetName([LAPTOP, BIG])).toBe(screenSetName([BIG, LAPTOP]));
  expect(screenSetName([LAPTOP])).not.toBe(screenSetName([LAPTOP, BIG]));
});
