import type { ModelCheck } from '../../contract/model';
import type { Clock } from '../../lib/clock';
import type { PoolKey } from './pool-keys';
import type { PoolMemory } from './pool-memory';

/** Enough that a hundred keys take as long as the slowest of them. */
const AT_ONCE = 100;
/** Five hundred results need not be drawn five hundred times. */
const DRAW_EVERY_MS = 150;

export interface KeyChecker {
  /** Puts keys in the line; those that stand there already keep their place. Resolves once all in the line are through. */
  check(keys: readonly PoolKey[]): Promise<void>;
  /** Lets go of the line; what is not through stays as it was. */
  cancel(): void;
  idle(): Promise<void>;
}

/** Tries many keys at once, and never one twice at the same time. Results go into `memory.checks`. */
export function createKeyChecker(ports: {
  memory: PoolMemory;
  clock: Clock;
  /** Tries one key; rejects only when aborted. */
  tryKey: (key: PoolKey, signal: AbortSignal) => Promise<ModelCheck>;
  /** A key has worked. */
  onWorks: (result: Extract<ModelCheck, { kind: 'ok' }>) => void;
  /** The line is through, or was let go of; `tried` are the keys with a result. */
  onThrough: (tried: readonly PoolKey[]) => Promise<void>;
  onChange: () => void;
}): KeyChecker {
  const { memory, clock, tryKey, onChange } = ports;
  let current: Run | undefined;
  /** The last run to its very end, past `current`. */
  let last: Promise<void> = Promise.resolve();
  let cancelDraw: (() => void) | undefined;

  function drawSoon(): void {
    cancelDraw ??= clock.after(DRAW_EVERY_MS, () => {
      cancelDraw = undefined;
      onChange();
    });
  }

  async function tryOne(run: Run, key: PoolKey): Promise<void> {
    const { signal } = run.stop;
    const result = await tryKey(key, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!result || signal.aborted) return;
    memory.checks.set(key.id, { at: clock.now(), result });
    run.tried.push(key);
    if (result.kind === 'ok') ports.onWorks(result);
    memory.trying.delete(key.id);
    if (memory.run) memory.run = { ...memory.run, done: memory.run.done + 1 };
    drawSoon();
  }

  function pump(run: Run): void {
    for (let key = run.next(); key; key = run.next()) {
      run.active += 1;
      tryOne(run, key)
        .catch(run.through.reject)
        .finally(() => {
          run.active -= 1;
          pump(run);
        });
    }
    if (run.active === 0 && run.line.length === 0) run.through.resolve();
  }

  function begin(): void {
    const run = createRun();
    current = run;
    run.done = (async () => {
      try {
        await run.through.promise;
      } finally {
        if (current === run) {
          current = undefined;
          memory.run = undefined;
          memory.trying.clear();
        }
        cancelDraw?.();
        cancelDraw = undefined;
        onChange();
      }
      await ports.onThrough(run.tried);
    })();
    // Whoever began it is told by `check`.
    last = run.done.catch(() => undefined);
  }

  return {
    async check(keys) {
      const added = keys.filter(({ id }) => !memory.trying.has(id));
      if (added.length === 0) return current?.done;
      if (!current) begin();
      const run = current;
      if (!run) return;
      for (const { id } of added) memory.trying.add(id);
      const before = memory.run ?? { done: 0, total: 0 };
      memory.run = { done: before.done, total: before.total + added.length };
      run.line.push(...added);
      pump(run);
      onChange();
      await run.done;
    },
    cancel() {
      const run = current;
      if (!run) return;
      run.line.length = 0;
      run.stop.abort(new Error('cancelled'));
      run.through.resolve();
    },
    async idle() {
      await last;
    },
  };
}

/** One line of keys, from the first to the last. */
interface Run {
  stop: AbortController;
  line: PoolKey[];
  tried: PoolKey[];
  active: number;
  through: PromiseWithResolvers<void>;
  done: Promise<void>;
  /** Undefined when there is none, or when enough are being tried. */
  next(): PoolKey | undefined;
}

function createRun(): Run {
  return {
    stop: new AbortController(),
    line: [],
    tried: [],
    active: 0,
    through: Promise.withResolvers<void>(),
    done: Promise.resolve(),
    next() {
      return this.active < AT_ONCE ? this.line.shift() : undefined;
    },
  };
}
