import { type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import type { RpcConnection } from '../rpc-connection';
import { isOwnPage, isRehearsalPage } from './page-origin';
import { connectPipe, type PipeSocket } from './pipe-socket';

export interface PipeEnds {
  real: RpcConnection;
  rehearsal: RpcConnection;
}

/**
 * Answers the calls that come through the preload's pipe: one connection for each page load, to the app
 * that the page's address asks for. Every message's sender is checked anew: only the main frame of our own page may
 * call.
 */
export function answerPipe(ends: PipeEnds, log: (line: string) => void): void {
  const sockets = new WeakMap<WebContents, PipeSocket>();

  function open(contents: WebContents, url: string): PipeSocket {
    const socket = connectPipe(isRehearsalPage(url) ? ends.rehearsal : ends.real, (text) => {
      if (!contents.isDestroyed()) contents.send('rpc', text);
    });
    sockets.set(contents, socket);
    const close = () => {
      contents.off('did-start-navigation', closeOnLoad);
      sockets.delete(contents);
      socket.close();
    };
    const closeOnLoad = (details: { isMainFrame: boolean; isSameDocument: boolean }) => {
      if (details.isMainFrame && !details.isSameDocument) close();
    };
    contents.on('did-start-navigation', closeOnLoad);
    contents.once('render-process-gone', close);
    contents.once('destroyed', close);
    return socket;
  }

  ipcMain.on('rpc', (event: IpcMainEvent, text: unknown) => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOwnPage(frame.url) || typeof text !== 'string') {
      log(`ipc.message.refused ${JSON.stringify({ url: frame?.url.slice(0, 200) })}`);
      return;
    }
    (sockets.get(event.sender) ?? open(event.sender, frame.url)).take(text);
  });
}
