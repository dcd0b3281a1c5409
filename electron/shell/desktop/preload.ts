import { contextBridge, ipcRenderer } from 'electron';

/** The page's one way out: text to the main side and back. Who may use it is checked there. */
const pipe = {
  send(text: string): void {
    ipcRenderer.send('rpc', text);
  },
  /** The answer stops listening. */
  receive(listener: (text: string) => void): () => void {
    const onMessage = (_event: unknown, text: string) => listener(text);
    ipcRenderer.on('rpc', onMessage);
    return () => {
      ipcRenderer.off('rpc', onMessage);
    };
  },
};

export type Pipe = typeof pipe;

contextBridge.exposeInMainWorld('botpier', pipe);
