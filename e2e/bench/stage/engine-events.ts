import { type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** The engine's own event stream, read as barely as can be. */
export interface BareEvents {
  /** The moment (`performance.now()`) at which the next event of that kind and container is heard. */
  next(action: string, container: string): Promise<number>;
  close(): void;
}

export async function listenToEvents(endpoint: string): Promise<BareEvents> {
  const response = await open(endpoint);
  const waiting = new Set<{ action: string; container: string; heard: (at: number) => void }>();
  let rest = '';
  response.on('data', (bytes: Buffer) => {
    const at = performance.now();
    const lines = (rest + bytes.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const event = JSON.parse(line) as { Action: string; Actor: { Attributes: { name: string } } };
      for (const wait of waiting) {
        if (wait.action !== event.Action || wait.container !== event.Actor.Attributes.name) continue;
        waiting.delete(wait);
        wait.heard(at);
      }
    }
  });
  return {
    next: (action, container) => new Promise((heard) => waiting.add({ action, container, heard })),
    close: () => response.destroy(),
  };
}

/** Kills a container by the engine's API; resolves when the engine has taken the order. */
export function killContainer(endpoint: string, container: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { socketPath: socketOf(endpoint), method: 'POST', path: `/containers/${container}/kill` };
    request(options, (response) => {
      response.resume();
      if (response.statusCode === 204) resolve();
      else reject(new Error(`kill answered ${response.statusCode}`));
    })
      .once('error', reject)
      .end();
  });
}

function open(endpoint: string): Promise<IncomingMessage> {
  const filters = encodeURIComponent(JSON.stringify({ type: ['container'] }));
  return new Promise((resolve, reject) => {
    request({ socketPath: socketOf(endpoint), path: `/events?filters=${filters}` }, resolve)
      .once('error', reject)
      .end();
  });
}

function socketOf(endpoint: string): string {
  return new URL(endpoint).pathname;
}
