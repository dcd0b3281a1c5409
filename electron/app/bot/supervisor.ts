import type { Repair } from '../../chain/link';
import type { LinkFinding } from '../../chain/walk';
import type { Clock } from '../../lib/clock';

/** The only owner of retries: starts what the links ask for, once at a time each, with back-off. */
export interface Supervisor {
  /** Looks at what the chain asks for and starts what is due. */
  consider(findings: readonly Pick<LinkFinding, 'repair'>[]): void;
  /** Forgets all back-off: the user asked, or the world changed. */
  reset(): void;
  /** Resolves once no repair is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Waits before the second, third, … try of the same repair; the last one repeats. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000] as const;

/** One that was not asked for again for so long has helped; sooner than that it only seemed to. */
const HELPED_AFTER_MS = 300_000;

interface Attempt {
  count: number;
  endedAt: number;
  running: Promise<void> | undefined;
}

/** How long is waited after so many tries that did not help. */
export function backOffMs(count: number): number {
  return BACK_OFF_MS[Math.min(count, BACK_OFF_MS.length) - 1] ?? 0;
}

/** How long until the next try may begin. */
function waitMs({ count, endedAt }: Attempt, now: number): number {
  // A clock that was set back says nothing of how long ago that was.
  if (count === 0 || now < endedAt) return 0;
  return Math.max(0, endedAt + backOffMs(count) - now);
}

export function createSupervisor(options: {
  clock: Clock;
  perform: (repair: Repair, signal: AbortSignal) => Promise<void>;
  log: (text: string) => void;
  /** Something ended or falls due: the chain is to be looked at again. */
  onChange: () => void;
}): Supervisor {
  const { clock, perform, log, onChange } = options;
  const attempts = new Map<string, Attempt>();
  const closed = new AbortController();
  let cancelWake: (() => void) | undefined;

  function run(key: string, repair: Repair, attempt: Attempt): void {
    attempt.count += 1;
    attempt.running = perform(repair, closed.signal)
      .catch((error: unknown) => {
        if (!closed.signal.aborted)
          log(`repair: ${key} did not help: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => {
        attempt.running = undefined;
        attempt.endedAt = clock.now();
        if (!closed.signal.aborted) onChange();
      });
  }

  return {
    consider(findings) {
      if (closed.signal.aborted) return;
      cancelWake?.();
      const wanted = new Map(
        findings.flatMap(({ repair }) => (repair ? [[JSON.stringify(repair), repair] as const] : [])),
      );
      const now = clock.now();
      for (const [key, attempt] of attempts) {
        const hasHelped = !wanted.has(key) && Math.abs(now - attempt.endedAt) >= HELPED_AFTER_MS;
        if (hasHelped && !attempt.running) attempts.delete(key);
      }
      let next = Number.POSITIVE_INFINITY;
      for (const [key, repair] of wanted) {
        const attempt = attempts.get(key) ?? { count: 0, endedAt: 0, running: undefined };
        attempts.set(key, attempt);
        if (attempt.running) continue;
        const wait = waitMs(attempt, now);
        if (wait === 0) run(key, repair, attempt);
        else next = Math.min(next, wait);
      }
      if (Number.isFinite(next)) cancelWake = clock.after(next, onChange);
    },
    reset() {
      for (const [key, attempt] of attempts) {
        if (attempt.running) attempt.count = 0;
        else attempts.delete(key);
      }
      onChange();
    },
    async idle() {
      for (;;) {
        const running = [...attempts.values()].flatMap((attempt) => attempt.running ?? []);
        if (running.length === 0) return;
        await Promise.all(running);
      }
    },
    async close() {
      cancelWake?.();
      closed.abort();
      await Promise.all([...attempts.values()].map((attempt) => attempt.running));
    },
  };
}
