import type { ImageSight, PullAttempt } from '../chain/world';
import type { Engine } from '../engine/engine';
import { parseImageReference } from '../engine/image-reference';
import { measureMirrors } from '../engine/mirror-speed';
import { PullFailure, type PullReport, pullImage } from '../engine/pull-image';
import type { Clock } from '../lib/clock';

/** An image as it is wanted. */
export interface ImageWish {
  /** Its name at this engine. */
  reference: string;
  /** Its official name, where that is another one. */
  source?: string;
  /** The one that it must be: what has the name by now may be another one. */
  digest?: string;
}

/** Knows which images are here and pulls those that are not, each once however many bots ask. */
export interface ImageKeeper {
  state(reference: string): ImageSight['state'];
  /** Looks which of these are here. */
  check(engine: Engine, references: readonly string[]): Promise<void>;
  /**
   * Pulls one that is not here; the state tells how it goes and how it ended. Resolves too when `signal` aborts:
   * the pull itself ends once nobody waits for it.
   */
  pull(engine: Engine, wish: ImageWish, signal: AbortSignal): Promise<void>;
  /** Stops every pull; what the engine can resume is kept by it. */
  cancel(): void;
  onChange(listener: () => void): () => void;
}

interface Pull {
  stop: AbortController;
  done: Promise<void>;
  /** How many wait for it. */
  waiting: number;
}

export function createImageKeeper(options: {
  mirrors: () => readonly string[];
  clock: Clock;
  fetch: typeof fetch;
  log: (text: string) => void;
  /** What the official source says an image's digest is; undefined where it cannot be asked. */
  resolveDigest: (reference: string, signal: AbortSignal) => Promise<string | undefined>;
}): ImageKeeper {
  const { clock, log } = options;
  const states = new Map<string, ImageSight['state']>();
  const pulls = new Map<string, Pull>();
  const listeners = new Set<() => void>();
  /** The order found by the last measuring of the same list. */
  let measured: { of: string; order: readonly string[] } | undefined;

  const set = (reference: string, state: ImageSight['state']) => {
    states.set(reference, state);
    for (const listener of [...listeners]) listener();
  };

  async function orderedMirrors(signal: AbortSignal): Promise<readonly string[]> {
    const mirrors = options.mirrors();
    if (mirrors.length < 2) return mirrors;
    const of = mirrors.join(' ');
    if (measured?.of !== of) {
      const speeds = await measureMirrors(mirrors, { fetch: options.fetch, clock, signal });
      // One that does not answer us may still answer the engine: it is tried last, not never.
      const rank = (mirror: string) =>
        speeds.find((speed) => speed.mirror === mirror)?.latencyMs ?? Number.MAX_SAFE_INTEGER;
      measured = { of, order: [...mirrors].sort((a, b) => rank(a) - rank(b)) };
    }
    return measured.order;
  }

  async function pullOne(engine: Engine, wish: ImageWish, signal: AbortSignal): Promise<void> {
    const { reference, source = reference } = wish;
    set(reference, { kind: 'pulling', phase: 'downloading', progress: {} });
    try {
      const [mirrors, resolved] = await Promise.all([
        orderedMirrors(signal),
        wish.digest ?? options.resolveDigest(source, signal),
      ]);
      const done = await pullImage(engine, {
        reference: wish.digest === undefined ? source : byDigest(source, wish.digest),
        ...(wish.digest === undefined ? {} : { name: reference }),
        ...(resolved === undefined ? {} : { digest: resolved }),
        mirrors,
        clock,
        signal,
        onProgress: (report) => set(reference, { kind: 'pulling', ...progressOf(report) }),
      });
      log(
        `image: ${reference} pulled from ${done.source}${resolved ? ', checked against the official digest' : ''}`,
      );
      set(reference, { kind: 'present' });
    } catch (error) {
      if (signal.aborted) return set(reference, { kind: 'absent' });
      const attempts: PullAttempt[] =
        error instanceof PullFailure
          ? [...error.attempts]
          : [
              {
                mirror: '',
                kind: 'unknown',
                message: error instanceof Error ? error.message : String(error),
              },
            ];
      // What made us give up this order may have changed by the next try.
      measured = undefined;
      log(
        `image: ${reference} not pulled: ${attempts.map((a) => `${a.mirror} ${a.kind}: ${a.message}`).join('; ')}`,
      );
      set(reference, { kind: 'failed', at: clock.now(), attempts });
    }
  }

  function begin(engine: Engine, wish: ImageWish): Pull {
    const stop = new AbortController();
    const done = pullOne(engine, wish, stop.signal).finally(() => pulls.delete(wish.reference));
    const pull = { stop, done, waiting: 0 };
    pulls.set(wish.reference, pull);
    return pull;
  }

  return {
    state: (reference) => states.get(reference) ?? { kind: 'unknown' },
    async check(engine, references) {
      await Promise.all(
        references.map(async (reference) => {
          if (pulls.has(reference)) return;
          const found = await engine.images.find(reference);
          const before = states.get(reference)?.kind;
          if (pulls.has(reference)) return;
          if (found) {
            if (before !== 'present') set(reference, { kind: 'present' });
          } else if (before !== 'failed' && before !== 'absent') set(reference, { kind: 'absent' });
        }),
      );
    },
    async pull(engine, wish, signal) {
      if (signal.aborted || states.get(wish.reference)?.kind === 'present') return;
      const pull = pulls.get(wish.reference) ?? begin(engine, wish);
      pull.waiting += 1;
      const left = Promise.withResolvers<void>();
      const leave = () => left.resolve();
      signal.addEventListener('abort', leave, { once: true });
      await Promise.race([pull.done, left.promise]);
      signal.removeEventListener('abort', leave);
      pull.waiting -= 1;
      if (pull.waiting === 0) pull.stop.abort();
    },
    cancel() {
      for (const { stop } of pulls.values()) stop.abort();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The name that can mean one image alone. */
function byDigest(reference: string, digest: string): string {
  const { host, path } = parseImageReference(reference);
  return `${host}/${path}@${digest}`;
}

function progressOf(
  report: PullReport,
): Pick<Extract<ImageSight['state'], { kind: 'pulling' }>, 'phase' | 'progress'> {
  const { phase, doneBytes, totalBytes, bytesPerSecond, etaMs, source, layersDone, layersTotal } = report;
  if (phase === 'unpacking')
    return { phase, progress: { doneBytes, done: layersDone, total: layersTotal, source } };
  return {
    phase: 'downloading',
    progress: {
      doneBytes,
      source,
      ...(totalBytes === undefined ? {} : { totalBytes }),
      ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
      ...(etaMs === undefined ? {} : { etaMs }),
    },
  };
}
