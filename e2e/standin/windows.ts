import { EventEmitter } from 'node:events';
import type { BrowserWindow } from './browser-window';

const open = new Map<number, BrowserWindow>();
let lastId = 0;

const events = new EventEmitter<{ empty: [] }>();

/** The open windows; `empty` when the last one went. */
export const windows = {
  events,
  nextId: () => ++lastId,
  all: () => [...open.values()],
  add(window: BrowserWindow): BrowserWindow {
    open.set(window.id, window);
    return window;
  },
  remove(id: number): void {
    if (open.delete(id) && open.size === 0) events.emit('empty');
  },
};
