/** What the preload puts on `window`: two functions. */
export interface Pipe {
  send(text: string): void;
  /** Calls `listener` for each text that comes; the answer stops it. */
  receive(listener: (text: string) => void): () => void;
}

/** The desktop's pipe in the shape of a WebSocket, as far as the tRPC client asks for one. Never closes by itself. */
export class PipeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState: number = PipeSocket.CONNECTING;
  readonly #pipe: Pipe;
  readonly #stop: () => void;

  constructor(pipe: Pipe) {
    super();
    this.#pipe = pipe;
    this.#stop = pipe.receive((data) => this.dispatchEvent(new MessageEvent('message', { data })));
    // The client listens only some microtasks after the construction.
    setTimeout(() => {
      if (this.readyState !== PipeSocket.CONNECTING) return;
      this.readyState = PipeSocket.OPEN;
      this.dispatchEvent(new Event('open'));
    });
  }

  send(text: string): void {
    this.#pipe.send(text);
  }

  close(): void {
    if (this.readyState === PipeSocket.CLOSED) return;
    this.readyState = PipeSocket.CLOSED;
    this.#stop();
    this.dispatchEvent(new Event('close'));
  }
}
