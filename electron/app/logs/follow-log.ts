import type { Engine } from '../../engine/engine';
import type { Clock } from '../../lib/clock';

/** Calls `listener` with a container's log lines from now on, until the answer is called or the container is gone. */
export function followLog(
  ports: { engine: Engine | undefined; clock: Clock; skewMs: number; log: (text: string) => void },
  container: string,
  listener: (line: string) => void,
): () => void {
  const stop = new AbortController();
  const { engine } = ports;
  const follow = async () => {
    if (!engine) return;
    const lines = engine.containers.logs(container, {
      follow: true,
      since: ports.clock.now() + ports.skewMs,
      signal: stop.signal,
    });
    for await (const line of lines) listener(line.text);
  };
  follow().catch((error: unknown) => {
    if (!stop.signal.aborted)
      ports.log(`log: not followed, ${error instanceof Error ? error.message : String(error)}`);
  });
  return () => stop.abort();
}
