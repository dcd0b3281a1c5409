import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createManualClock } from '../../../lib/manual-clock';
import type { WindowPlace } from './desktop-memory';
import type { Rect } from './place-window';
import { createWindowKeeper, type KeptWindow } from './window-keeper';

const MINUTE = 60_000;
const PLACE: WindowPlace = { x: 10, y: 20, width: 1080, height: 720, maximized: false };

/** A window that only remembers what was done to it. */
class PlainWindow extends EventEmitter {
  bounds: Rect;
  visible = true;
  minimized = false;
  maximized = false;
  destroyed = false;

  constructor(bounds: Rect) {
    super();
    this.bounds = bounds;
  }

  isDestroyed = () => this.destroyed;
  isMinimized = () => this.minimized;
  isMaximized = () => this.maximized;
  isVisible = () => this.visible;
  getNormalBounds = () => this.bounds;
  focus = () => {};
  show() {
    this.visible = true;
    this.emit('show');
  }
  hide() {
    this.visible = false;
  }
  restore() {
    this.minimized = false;
  }
  maximize() {
    this.maximized = true;
  }
  setBounds(bounds: Partial<Rect>) {
    this.bounds = { ...this.bounds, ...bounds };
  }
  close() {
    let isKept = false;
    this.emit('close', { preventDefault: () => (isKept = true) });
    if (!isKept) this.destroy();
  }
  destroy() {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('closed');
  }
}

function createRig(hides = true, place = PLACE) {
  const clock = createManualClock();
  const opened: PlainWindow[] = [];
  const heard: string[] = [];
  const kept: WindowPlace[] = [];
  const keeper = createWindowKeeper<PlainWindow & KeptWindow>({
    clock,
    open(bounds) {
      const window = new PlainWindow(bounds);
      opened.push(window);
      return window as PlainWindow & KeptWindow;
    },
    place: () => kept.at(-1) ?? place,
    keepPlace: (at) => kept.push(at),
    hidesOnClose: () => hides,
    onHidden: () => heard.push('hidden'),
    onClosed: () => heard.push('closed'),
  });
  return { clock, opened, heard, kept, keeper };
}

test('is opened where it belongs, once', () => {
  const { keeper, opened } = createRig(true, { ...PLACE, maximized: true });
  const window = keeper.show();
  expect(window.maximized).toBe(false);
  window.emit('show');
  expect(keeper.show()).toBe(window);
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatchObject({
    bounds: { x: 10, y: 20, width: 1080, height: 720 },
    maximized: true,
  });
});

test('closing hides it, and showing brings the same one back', () => {
  const { keeper, heard } = createRig();
  const window = keeper.show();
  window.close();
  expect([window.isVisible(), window.isDestroyed(), heard]).toEqual([false, false, ['hidden']]);
  expect(keeper.show()).toBe(window);
  expect(window.isVisible()).toBe(true);
});

test('closing closes it where the user wants that', () => {
  const { keeper, heard } = createRig(false);
  keeper.show().close();
  expect(heard).toEqual(['closed']);
  expect(keeper.current()).toBeUndefined();
});

test('hidden for ten minutes it is let go of, and another is opened in its place', async () => {
  const { keeper, clock, opened, heard } = createRig();
  const window = keeper.show();
  window.close();
  await clock.advance(10 * MINUTE - 1);
  expect(window.isDestroyed()).toBe(false);
  await clock.advance(1);
  expect(window.isDestroyed()).toBe(true);
  keeper.show();
  expect([opened.length, heard]).toEqual([2, ['hidden']]);
});

test('shown again in time it stays', async () => {
  const { keeper, clock } = createRig();
  const window = keeper.show();
  window.close();
  await clock.advance(9 * MINUTE);
  keeper.show();
  await clock.advance(20 * MINUTE);
  expect(window.isDestroyed()).toBe(false);
});

test('its place is kept once it rests, and when it is closed', async () => {
  const { keeper, clock, kept } = createRig();
  const window = keeper.show();
  for (let step = 1; step <= 20; step++) {
    window.setBounds({ x: step });
    window.emit('move');
    await clock.advance(100);
  }
  expect(kept).toEqual([]);
  await clock.advance(500);
  expect(kept).toEqual([{ ...PLACE, x: 20 }]);
  window.setBounds({ x: 30 });
  window.close();
  expect(kept.at(-1)).toMatchObject({ x: 30 });
});

test('a minimized window has no place worth keeping, and is restored when shown', () => {
  const { keeper, kept } = createRig();
  const window = keeper.show();
  window.minimized = true;
  window.close();
  expect(kept).toEqual([]);
  keeper.show();
  expect(window.minimized).toBe(false);
});

test('let go, it closes for good and nobody is told', () => {
  const { keeper, heard } = createRig();
  const window = keeper.show();
  keeper.letGo();
  window.close();
  expect([window.isDestroyed(), heard]).toEqual([true, []]);
});

test('a crashed one can be dropped, and the next is another', () => {
  const { keeper, opened, heard } = createRig(false);
  const window = keeper.show();
  keeper.drop();
  keeper.drop();
  expect(window.isDestroyed()).toBe(true);
  keeper.show();
  expect([opened.length, heard]).toEqual([2, []]);
});
