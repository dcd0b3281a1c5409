import { EventEmitter } from 'node:events';

/** Hears what the preloads send. */
export const ipcMain = new EventEmitter();
