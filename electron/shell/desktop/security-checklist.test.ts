import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * Electron's security checklist (docs/tutorial/security.md, 20 items): which test holds each. What can be seen from
 * the source alone is held here.
 */
const HERE = 'electron/shell/desktop/security-checklist.test.ts';
const DESKTOP = 'e2e/desktop/desktop.spec.ts';
const CHECKLIST: readonly (readonly [item: string, file: string, title: string])[] = [
  ['1 only load secure content', HERE, 'a window shows our own page, or a panel on this computer'],
  [
    '2 no Node.js integration for remote content',
    HERE,
    'every window is sandboxed, isolated and without Node.js',
  ],
  ['3 context isolation', HERE, 'every window is sandboxed, isolated and without Node.js'],
  ['4 process sandboxing', HERE, 'every window is sandboxed, isolated and without Node.js'],
  ['5 permission requests', HERE, 'every session answers what a page may, and only copying is allowed'],
  ['6 webSecurity stays on', HERE, 'nothing that makes a page mightier is switched on'],
  ['7 content security policy', DESKTOP, 'what the page did not bring itself is not run'],
  ['8 no insecure content', HERE, 'nothing that makes a page mightier is switched on'],
  ['9 no experimental features', HERE, 'nothing that makes a page mightier is switched on'],
  ['10 no enableBlinkFeatures', HERE, 'nothing that makes a page mightier is switched on'],
  ['11 no allowpopups', HERE, 'nothing that makes a page mightier is switched on'],
  ['12 no webview', HERE, 'nothing that makes a page mightier is switched on'],
  ['13 navigation is limited', DESKTOP, 'the window stays with our page'],
  ['14 new windows are denied', HERE, 'every window denies others, and stays where it is'],
  ['15 openExternal', HERE, 'what is opened outside is our page of releases, or a link of https'],
  ['16 current Electron', HERE, 'the newest Electron that the product was made for is packed'],
  ['17 senders of messages', DESKTOP, 'a foreign page cannot call, not even through our own preload'],
  [
    '18 a protocol of our own instead of file',
    HERE,
    'a window shows our own page, or a panel on this computer',
  ],
  ['19 fuses', 'build/package/check/linux.check.ts', 'the fuses are set'],
  [
    '20 no Electron API for pages',
    DESKTOP,
    'the page has a pipe of two functions and nothing of Node or Electron',
  ],
];

const root = join(import.meta.dirname, '../../..');
const sources = new Map<string, string>();

beforeAll(async () => {
  const entries = await readdir(import.meta.dirname, { recursive: true });
  for (const name of entries) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    sources.set(name, await readFile(join(import.meta.dirname, name), 'utf8'));
  }
});

/** Sources that open windows. */
const withWindows = () => [...sources].filter(([, text]) => text.includes('new BrowserWindow('));

test('every item has its test', async () => {
  expect(CHECKLIST.map(([item]) => Number.parseInt(item, 10))).toEqual(
    Array.from({ length: 20 }, (_, n) => n + 1),
  );
  for (const [item, file, title] of CHECKLIST) {
    const text = await readFile(join(root, file), 'utf8');
    expect(text.includes(`test('${title}'`), `${item}: ${file} has no test “${title}”`).toBe(true);
  }
});

describe('the sources of the desktop shell', () => {
  test('every window is sandboxed, isolated and without Node.js', () => {
    expect(withWindows().length).toBeGreaterThan(1);
    for (const [name, text] of withWindows()) {
      const windows = text.match(/new BrowserWindow\(/g)?.length;
      for (const wish of ['contextIsolation: true', 'sandbox: true', 'nodeIntegration: false'])
        expect(text.split(wish).length - 1, `${name}: ${wish}`).toBe(windows);
    }
  });

  test('every window denies others, and stays where it is', () => {
    for (const [name, text] of withWindows()) {
      expect(text, name).toMatch(/setWindowOpenHandler\([^)]*\) => \{[^}]*return \{ action: 'deny' \}/s);
      for (const move of ['will-navigate', 'will-redirect'])
        expect(text, name).toMatch(
          new RegExp(
            `on\\('${move}', \\(event\\) => \\{\\s*if \\((!isOwnPage\\(event\\.url\\)|URL\\.parse\\(event\\.url\\)\\?\\.origin !== origin)\\) event\\.preventDefault\\(\\);\\s*\\}`,
          ),
        );
    }
  });

  test('every session answers what a page may, and only copying is allowed', () => {
    const handlers = [...sources.values()].flatMap(
      (text) =>
        text.match(
          /setPermissionRequestHandler\(\(_contents, permission, decide\) =>\s*\{?\s*decide\(permission === 'clipboard-sanitized-write'\)[,;]?\s*\}?,?\s*\)/g,
        ) ?? [],
    );
    // The page's own session, and one for each panel.
    expect(handlers).toHaveLength(2);
    const all = [...sources.values()].join('\n');
    expect(all.match(/setPermissionRequestHandler/g)).toHaveLength(2);
  });

  test('nothing that makes a page mightier is switched on', () => {
    for (const [name, text] of sources) {
      expect(text, name).not.toMatch(
        /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webviewTag|<webview|allowpopups|nodeIntegrationInWorker|remote-debugging/,
      );
    }
  });

  test('a window shows our own page, or a panel on this computer', () => {
    const all = [...sources.values()].join('\n');
    expect(all).not.toMatch(/loadFile\(|file:\/\//);
    const loaded = [...sources].flatMap(([name, text]) =>
      (text.match(/\.loadURL\([^;]*?\)(?=;|\.catch)/g) ?? []).map((call) => `${name}${call}`),
    );
    expect(loaded.sort()).toEqual([
      'main-window.ts.loadURL(PAGE_URL + hash)',
      'panel-windows.ts.loadURL(new URL(NOWHERE, url).href)',
      'panel-windows.ts.loadURL(url)',
      'window.ts.loadURL(PAGE_URL + hash)',
    ]);
    expect(sources.get('page-origin.ts')).toContain("PAGE_SCHEME = 'app'");
  });

  test('what is opened outside is our page of releases, or a link of https', () => {
    const calls = [...sources].flatMap(([name, text]) =>
      (text.match(/openExternal\([^)]*\)/g) ?? []).map((call) => `${name} ${call}`),
    );
    // Besides links, which are checked, only our own page of releases.
    expect(calls.sort()).toEqual([
      'update/desktop-updates.ts openExternal(RELEASES_PAGE)',
      'window.ts openExternal(url)',
    ]);
    expect(sources.get('window.ts')).toMatch(/protocol === 'https:'\) void shell\.openExternal\(url\)/);
    const folders = [...sources.values()].flatMap((text) => text.match(/openPath\([^)]*\)/g) ?? []);
    // A folder that the app names: no page can name another.
    expect(folders).toEqual(['openPath(path)']);
    expect(sources.get('main.ts')).toMatch(
      /openFolder: async \(path\) => void \(await shell\.openPath\(path\)\)/,
    );
    expect(sources.get('identity.ts')).toMatch(/RELEASES_PAGE = [`']https:\/\//);
  });

  test('the newest Electron that the product was made for is packed', async () => {
    const config = await readFile(join(root, 'build/package/config.ts'), 'utf8');
    expect(config).toContain('electronVersion: manifest.devDependencies.electron');
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    // 45 is the stable line when this was written; older ones go without fixes.
    expect(Number.parseInt(devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
  });
});
