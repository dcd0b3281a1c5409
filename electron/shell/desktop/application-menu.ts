import { app, Menu } from 'electron';

/** macOS shows a menu for every program; its way to quit asks the same as the tray's. Elsewhere there is none. */
export function setApplicationMenu(
  texts: { open: string; quit: string },
  onOpen: () => void,
  onQuit: () => void,
) {
  if (process.platform !== 'darwin') return Menu.setApplicationMenu(null);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: app.getName(),
        submenu: [
          { role: 'about' },
          { type: 'separator' },
          { label: texts.open, accelerator: 'Cmd+O', click: onOpen },
          { role: 'hide' },
          { type: 'separator' },
          { label: texts.quit, accelerator: 'Cmd+Q', click: onQuit },
        ],
      },
      { role: 'editMenu' },
      { role: 'windowMenu' },
    ]),
  );
}
