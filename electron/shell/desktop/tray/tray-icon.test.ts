import { expect, test } from 'vitest';
import { isPanelDark, trayIconFile } from './tray-icon';

test.each([
  ['darwin', true, 'tray-warnTemplate.png'],
  ['darwin', false, 'tray-warnTemplate.png'],
  ['win32', true, 'tray-warn-dark.ico'],
  ['win32', false, 'tray-warn-light.ico'],
  ['linux', true, 'tray-warn-dark.png'],
  ['linux', false, 'tray-warn-light.png'],
] as const)('on %s, dark: %s, it is %s', (platform, isDark, file) => {
  expect(trayIconFile('warn', platform, isDark)).toBe(file);
});

test.each([
  ['win32', { shouldUseDarkColors: false, shouldUseDarkColorsForSystemIntegratedUI: true }, '', true],
  ['win32', { shouldUseDarkColors: true, shouldUseDarkColorsForSystemIntegratedUI: false }, '', false],
  ['linux', { shouldUseDarkColors: false }, 'ubuntu:GNOME', true],
  ['linux', { shouldUseDarkColors: false }, 'KDE', false],
  ['linux', { shouldUseDarkColors: true }, 'XFCE', true],
] as const)('on %s with %o under %s the panel is dark: %s', (platform, theme, desktop, isDark) => {
  expect(isPanelDark(theme, platform, desktop)).toBe(isDark);
});
