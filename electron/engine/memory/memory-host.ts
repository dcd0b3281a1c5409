import { EngineError, type EngineHost } from '../engine';
import type { MemoryEngine } from './memory-engine';

/** Finds the one engine in memory: running, or, while it is away, stopped and able to start. */
export function createMemoryHost(engine: MemoryEngine): EngineHost {
  return {
    async probe() {
      try {
        return { kind: 'running', engine, info: await engine.info(), endpoint: 'memory' };
      } catch (cause) {
        if (cause instanceof EngineError && cause.kind === 'engineGone') {
          return { kind: 'stopped', product: 'Rehearsal', canStart: true };
        }
        return { kind: 'unknown', endpoint: 'memory', message: String(cause) };
      }
    },
    async start() {
      engine.controls.comeBack();
    },
  };
}
