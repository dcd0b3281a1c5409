import { createValue, type Readable } from '../../lib/value';
import { EngineError } from '../engine';

/** The door that every call goes through: shut while the engine is away. */
export interface EngineGate {
  readonly away: Readable<boolean>;
  /**
   * Runs a call. Rejects with `engineGone` when the engine is away, or goes away before the call has settled;
   * the call's signal aborts then.
   */
  run<T>(call: (signal: AbortSignal) => T | Promise<T>): Promise<T>;
  setAway(away: boolean): void;
}

export function engineGone(): EngineError {
  return new EngineError('engineGone', 'connect ECONNREFUSED');
}

export function createEngineGate(): EngineGate {
  const away = createValue(false);
  return {
    away,
    setAway: (next) => away.set(next),
    run(call) {
      if (away.get()) return Promise.reject(engineGone());
      const cut = new AbortController();
      return new Promise((resolve, reject) => {
        const unsubscribe = away.subscribe(() => {
          reject(engineGone());
          cut.abort(engineGone());
        });
        (async () => call(cut.signal))().then(resolve, reject).finally(unsubscribe);
      });
    },
  };
}
