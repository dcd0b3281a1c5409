import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, BrowserWindow, Menu, nativeImage, protocol, Tray } from 'electron';

/** As little of a desktop app as there can be: one icon in the tray with a menu, one window with a button. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const page = process.env['BENCH_EMPTY_PAGE'] ?? '';

app.setPath('userData', process.env['BENCH_EMPTY_DATA'] ?? '');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
await app.whenReady();
protocol.handle('app', async (request) => {
  const { pathname } = new URL(request.url);
  const file = pathname === '/' ? '/index.html' : pathname;
  const body = await readFile(join(page, file)).catch(() => undefined);
  if (!body) return new Response('', { status: 404 });
  return new Response(new Uint8Array(body), { headers: { 'content-type': TYPES[extname(file)] ?? '' } });
});
const tray = new Tray(nativeImage.createFromPath(process.env['BENCH_EMPTY_ICON'] ?? ''));
tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
const window = new BrowserWindow({
  webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
});
await window.loadURL('app://page/');
