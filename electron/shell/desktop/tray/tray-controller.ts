import { isDeepStrictEqual } from 'node:util';
import type { MenuItemConstructorOptions } from 'electron';
import { LAST_MOMENT } from '../../../contract/settings';
import type { Clock } from '../../../lib/clock';
import type { Readable } from '../../../lib/value';
import type { TrayTexts } from './texts';
import { type MenuEntry, type TrayAction, type TrayMenu, trayMenu } from './tray-menu';
import type { TrayState } from './tray-state';

/** The system's tray, as far as it is used; every call may throw. */
export interface SystemTray {
  setIcon(tone: TrayMenu['tone']): void;
  setToolTip(text: string): void;
  setMenu(template: MenuItemConstructorOptions[]): void;
  destroy(): void;
}

export interface TrayParts {
  /** Puts an icon into the tray. */
  create(tone: TrayMenu['tone']): SystemTray;
  state: Readable<TrayState>;
  texts(): TrayTexts;
  clock: Clock;
  act(action: TrayAction): void;
  /** The tray refused something; heard once. */
  onFailure(cause: unknown): void;
}

export interface TrayController {
  /** Draws all of it again: the panel's colour or the language may have changed. */
  redraw(): void;
  close(): void;
}

/** Keeps the tray as the state says, at once; a tray that fails is given another try at the next change. */
export function createTrayController(parts: TrayParts): TrayController {
  const { state, clock } = parts;
  let tray: SystemTray | undefined;
  let drawn: TrayMenu | undefined;
  let hasFailed = false;
  let cancelPauseEnd = () => {};

  function draw(): void {
    const next = trayMenu(state.get(), parts.texts(), clock.now());
    followPause();
    if (isDeepStrictEqual(next, drawn)) return;
    try {
      tray ??= parts.create(next.tone);
      if (next.tone !== drawn?.tone) tray.setIcon(next.tone);
      if (next.tooltip !== drawn?.tooltip) tray.setToolTip(next.tooltip);
      if (!isDeepStrictEqual(next.entries, drawn?.entries)) tray.setMenu(toTemplate(next.entries, parts.act));
      drawn = next;
    } catch (cause) {
      drawn = undefined;
      if (!hasFailed) parts.onFailure(cause);
      hasFailed = true;
    }
  }

  /** The end of a pause is no change of the state, and yet it is to be seen. */
  function followPause(): void {
    cancelPauseEnd();
    const until = state.get().view?.settings.notifications.pausedUntil ?? 0;
    if (until > clock.now() && until < LAST_MOMENT)
      cancelPauseEnd = clock.after(Math.min(until - clock.now(), LONGEST_MS), draw);
  }

  const unsubscribe = state.subscribe(draw);
  draw();
  return {
    redraw() {
      drawn = undefined;
      draw();
    },
    close() {
      unsubscribe();
      cancelPauseEnd();
      try {
        tray?.destroy();
      } catch (cause) {
        if (!hasFailed) parts.onFailure(cause);
      }
    },
  };
}

/** A timer cannot wait longer than 24 days. */
const LONGEST_MS = 86_400_000;

function toTemplate(
  entries: readonly MenuEntry[],
  act: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return entries.map((entry) => {
    if (entry.kind === 'line') return { type: 'separator' };
    const { label, enabled, action, menu } = entry;
    return {
      label,
      enabled,
      ...(menu && { submenu: toTemplate(menu, act) }),
      ...(action && { click: () => act(action) }),
    };
  });
}
