import type { Tone } from '../../../contract/tone';

/**
 * The icon's file for a tone. macOS colours a template itself; elsewhere there is one for light and one for dark
 * panels.
 */
export function trayIconFile(tone: Tone, platform: NodeJS.Platform, isDark: boolean): string {
  if (platform === 'darwin') return `tray-${tone}Template.png`;
  return `tray-${tone}-${isDark ? 'dark' : 'light'}.${platform === 'win32' ? 'ico' : 'png'}`;
}

interface Theme {
  shouldUseDarkColors: boolean;
  /** Windows and macOS: of the taskbar, which may differ from that of apps. */
  shouldUseDarkColorsForSystemIntegratedUI?: boolean;
}

/** Whether the panel that holds the tray is dark. GNOME's is, whatever the theme. */
export function isPanelDark(theme: Theme, platform: NodeJS.Platform, desktop = ''): boolean {
  if (platform === 'win32')
    return theme.shouldUseDarkColorsForSystemIntegratedUI ?? theme.shouldUseDarkColors;
  return theme.shouldUseDarkColors || /\b(gnome|unity|pantheon)\b/i.test(desktop);
}
