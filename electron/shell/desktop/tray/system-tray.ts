import { join } from 'node:path';
import { Menu, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import type { Tone } from '../../../contract/tone';
import type { SystemTray } from './tray-controller';
import { isPanelDark, trayIconFile } from './tray-icon';

const SPARE_PX = 16;

/**
 * Puts an icon into the system's tray.
 * @param iconDir where the build puts the tray's icons
 * @param onClick a click that is not for the menu
 */
export function createSystemTray(iconDir: string, tone: Tone, onClick: () => void): SystemTray {
  const tray = new Tray(loadIcon(iconDir, tone));
  // On macOS a click opens the menu, and has done so when this is heard.
  if (process.platform !== 'darwin') tray.on('click', onClick);
  return {
    setIcon: (next) => tray.setImage(loadIcon(iconDir, next)),
    setToolTip: (text) => tray.setToolTip(text),
    setMenu: (template) => tray.setContextMenu(Menu.buildFromTemplate(template)),
    destroy: () => tray.destroy(),
  };
}

function loadIcon(iconDir: string, tone: Tone): NativeImage {
  const isDark = isPanelDark(nativeTheme, process.platform, process.env['XDG_CURRENT_DESKTOP']);
  const icon = nativeImage.createFromPath(join(iconDir, trayIconFile(tone, process.platform, isDark)));
  return icon.isEmpty() ? spareIcon() : icon;
}

/** A plain square: not pretty, and yet something to click on where the file is missing. */
function spareIcon(): NativeImage {
  const size = { width: SPARE_PX, height: SPARE_PX };
  return nativeImage.createFromBitmap(Buffer.alloc(SPARE_PX * SPARE_PX * 4, 0xff), size);
}
