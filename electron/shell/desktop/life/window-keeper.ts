import type { BrowserWindow } from 'electron';
import type { Clock } from '../../../lib/clock';
import type { WindowPlace } from './desktop-memory';
import type { Rect } from './place-window';

/** What is used of a window. */
export type KeptWindow = Pick<
  BrowserWindow,
  | 'isDestroyed'
  | 'isMinimized'
  | 'isMaximized'
  | 'isVisible'
  | 'show'
  | 'hide'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'destroy'
  | 'getNormalBounds'
  | 'setBounds'
  | 'on'
  | 'once'
>;

export interface WindowKeeper<W extends KeptWindow> {
  /** Opens the window or brings it before the user's eyes. */
  show(): W;
  /** Undefined while there is none. */
  current(): W | undefined;
  /** Lets go of the window, whatever state it is in; `show` opens another. */
  drop(): void;
  /** From now on closing means closing. */
  letGo(): void;
}

export interface WindowKeeperParts<W extends KeptWindow> {
  /** Opens it at a place; it shows itself once it has something to show. */
  open(place: Rect): W;
  /** Where it belongs on the screens that there are now. */
  place(): WindowPlace;
  /** Where it was put. */
  keepPlace(place: WindowPlace): void;
  /** Whether closing only hides it. */
  hidesOnClose(): boolean;
  /** After it was closed and is hidden. */
  onHidden(): void;
  /** After it was closed and is gone, by the user's wish. */
  onClosed(): void;
  clock: Clock;
}

/** A hidden page costs memory for nothing; opening another takes a moment. */
const KEPT_HIDDEN_MS = 10 * 60_000;
/** Dragging a window tells of every step. */
const SETTLED_MS = 500;

/** Keeps the one window: hides it where it would be closed, and lets go of it when it was hidden for long. */
export function createWindowKeeper<W extends KeptWindow>(parts: WindowKeeperParts<W>): WindowKeeper<W> {
  let window: W | undefined;
  let isLettingGo = false;
  let cancelDrop = () => {};
  let cancelKeeping = () => {};

  function open(): W {
    const { maximized, ...bounds } = parts.place();
    const opened = parts.open(bounds);
    window = opened;
    // Maximizing shows a window that has nothing to show yet.
    if (maximized) opened.once('show', () => opened.maximize());
    const keepPlace = () => {
      cancelKeeping();
      if (opened.isDestroyed() || opened.isMinimized()) return;
      parts.keepPlace({ ...opened.getNormalBounds(), maximized: opened.isMaximized() });
    };
    const keepSoon = () => {
      cancelKeeping();
      cancelKeeping = parts.clock.after(SETTLED_MS, keepPlace);
    };
    opened.on('resize', keepSoon);
    opened.on('move', keepSoon);
    opened.on('maximize', keepSoon);
    opened.on('unmaximize', keepSoon);
    opened.on('show', () => cancelDrop());
    opened.on('close', (event) => {
      keepPlace();
      if (isLettingGo || !parts.hidesOnClose()) return;
      event.preventDefault();
      hide(opened);
    });
    opened.on('closed', () => {
      cancelKeeping();
      if (window !== opened) return;
      cancelDrop();
      window = undefined;
      if (!isLettingGo) parts.onClosed();
    });
    return opened;
  }

  function hide(hidden: W): void {
    hidden.hide();
    cancelDrop();
    cancelDrop = parts.clock.after(KEPT_HIDDEN_MS, drop);
    parts.onHidden();
  }

  function drop(): void {
    cancelDrop();
    cancelKeeping();
    const dropped = window;
    window = undefined;
    if (dropped && !dropped.isDestroyed()) dropped.destroy();
  }

  return {
    show() {
      if (!window || window.isDestroyed()) return open();
      // The screen it was on may be gone since.
      if (!window.isVisible()) {
        const { maximized, ...bounds } = parts.place();
        if (!maximized) window.setBounds(bounds);
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return window;
    },
    current: () => window,
    drop,
    letGo() {
      isLettingGo = true;
    },
  };
}
