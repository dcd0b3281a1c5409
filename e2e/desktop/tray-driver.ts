import { basename } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';

/** One entry as it is seen: its label, what it offers, what lies below it. */
export interface SeenEntry {
  label: string;
  enabled: boolean;
  below: SeenEntry[];
}

export interface SeenTray {
  entries: SeenEntry[];
  toolTip: string;
  /** The icon's file. */
  icon: string;
}

interface Change {
  at: number;
  labels: string[];
}

/** What is left in the app's own process by `driveTray`. */
interface Seen {
  menu?: Electron.Menu;
  toolTip: string;
  icon: string;
  changes: Change[];
}
declare global {
  var seenTray: Seen;
}

/** The tray as a user has it: what is in it, clicks, and when it changed. */
export interface TrayDriver {
  look(): Promise<SeenTray>;
  /** Every entry's label, those below others too. */
  labels(): Promise<string[]>;
  /** Resolves once some entry's label fits. */
  waitFor(label: string | RegExp): Promise<void>;
  /** Chooses the entry at the end of the path of labels; a part of each is enough. */
  click(...path: string[]): Promise<void>;
  /** When some label first was so since `from`, by the app's clock in ms since 1970; polls until it was. */
  whenSeen(label: RegExp, from: number): Promise<number>;
  /** The app's clock. */
  now(): Promise<number>;
}

/** Electron does not tell what is in a tray, so what is put into it is noted on its way there. */
export async function driveTray(app: ElectronApplication): Promise<TrayDriver> {
  await app.evaluate(({ Tray, nativeImage, nativeTheme }) => {
    const seen: Seen = { toolTip: '', icon: '', changes: [] };
    globalThis.seenTray = seen;
    const labelsOf = (menu: Electron.Menu): string[] =>
      menu.items.flatMap((item) => [item.label, ...(item.submenu ? labelsOf(item.submenu) : [])]);
    const { setContextMenu, setToolTip } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      setContextMenu.call(this, menu);
      if (!menu) return;
      seen.menu = menu;
      seen.changes.push({ at: Date.now(), labels: labelsOf(menu) });
    };
    Tray.prototype.setToolTip = function (text) {
      setToolTip.call(this, text);
      seen.toolTip = text;
    };
    const { createFromPath } = nativeImage;
    nativeImage.createFromPath = (path) => {
      seen.icon = path;
      return createFromPath.call(nativeImage, path);
    };
    // Has all of it drawn again, through what was just put in between.
    nativeTheme.emit('updated');
  });

  const look = async (): Promise<SeenTray> => {
    const seen = await app.evaluate(() => {
      const read = (menu: Electron.Menu): SeenEntry[] =>
        menu.items
          .filter((item) => item.type !== 'separator')
          .map((item) => ({
            label: item.label,
            enabled: item.enabled,
            below: item.submenu ? read(item.submenu) : [],
          }));
      const { menu, toolTip, icon } = globalThis.seenTray;
      return { entries: menu ? read(menu) : [], toolTip, icon };
    });
    return { ...seen, icon: basename(seen.icon) };
  };
  const labels = async () => {
    const flat = (entries: SeenEntry[]): string[] =>
      entries.flatMap((entry) => [entry.label, ...flat(entry.below)]);
    return flat((await look()).entries);
  };
  return {
    look,
    labels,
    waitFor: (label) =>
      expect
        .poll(labels, { timeout: 30_000, intervals: [100] })
        .toContainEqual(typeof label === 'string' ? label : expect.stringMatching(label)),
    click: (...path) =>
      app.evaluate((_electron, wanted) => {
        const { menu } = globalThis.seenTray;
        let items = menu?.items ?? [];
        for (const [i, part] of wanted.entries()) {
          const item = items.find(({ label }) => label.includes(part));
          if (!item) throw new Error(`no ${part} among ${items.map(({ label }) => label).join(', ')}`);
          if (i === wanted.length - 1) return item.click();
          items = item.submenu?.items ?? [];
        }
      }, path),
    async whenSeen(label, from) {
      const find = () =>
        app.evaluate(
          (_electron, { source, since }) =>
            globalThis.seenTray.changes.find(
              ({ at, labels: seen }) => at >= since && seen.some((text) => new RegExp(source).test(text)),
            )?.at ?? 0,
          { source: label.source, since: from },
        );
      await expect.poll(find, { timeout: 30_000, intervals: [50] }).toBeGreaterThan(0);
      return find();
    },
    now: () => app.evaluate(() => Date.now()),
  };
}
