import { app, type BrowserWindow, screen } from 'electron';
import type { Clock } from '../../lib/clock';
import type { DeepLink } from './life/deep-link';
import type { DesktopMemoryFile } from './life/desktop-memory';
import { placeWindow, screenSetName } from './life/place-window';
import { createWindowKeeper } from './life/window-keeper';
import { PAGE_URL } from './page-origin';
import { openWindow } from './window';

export interface MainWindow {
  /** Shows it, at a page of ours if one is named. */
  show(link?: Partial<DeepLink>): void;
  current(): BrowserWindow | undefined;
  drop(): void;
  letGo(): void;
}

export interface MainWindowParts {
  preload: string;
  memory: DesktopMemoryFile;
  clock: Clock;
  hidesOnClose(): boolean;
  onHidden(): void;
  onClosed(): void;
  onLink(url: string): void;
}

/** The one window on this computer's screens. */
export function createMainWindow(parts: MainWindowParts): MainWindow {
  const { memory } = parts;
  let hash = '';

  const keeper = createWindowKeeper<BrowserWindow>({
    clock: parts.clock,
    open: (place) => openWindow({ preload: parts.preload, place, hash, onLink: parts.onLink }),
    place() {
      const screens = screensNow();
      const saved =
        memory.get().windows[screenSetName(screens)] ?? Object.values(memory.get().windows).at(-1);
      return { ...placeWindow(saved, screens), maximized: saved?.maximized ?? false };
    },
    keepPlace(place) {
      const { [screenSetName(screensNow())]: _, ...others } = memory.get().windows;
      // The last one is the latest, for screens that were never seen before.
      const windows = { ...others, [screenSetName(screensNow())]: place };
      void memory.update((before) => ({ ...before, windows }));
    },
    hidesOnClose: parts.hidesOnClose,
    onHidden() {
      app.dock?.hide();
      parts.onHidden();
    },
    onClosed: parts.onClosed,
  });

  return {
    ...keeper,
    show(link = {}) {
      hash = hashOf(link);
      const there = keeper.current();
      const window = keeper.show();
      if (window === there && hash !== '') void window.loadURL(PAGE_URL + hash).catch(() => {});
      void app.dock?.show();
    },
  };
}

/** The main screen first. */
function screensNow() {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)];
}

/** What follows `#` in the page's address; empty when no page is asked for. */
function hashOf({ page, bot }: Partial<DeepLink>): string {
  if (page === undefined && bot === undefined) return '';
  return `#/${page === undefined || page === 'home' ? '' : page}${bot === undefined ? '' : `?bot=${bot}`}`;
}
