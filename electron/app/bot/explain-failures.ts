import type { ServiceName } from '../../contract/ids';
import { EngineError } from '../../engine/engine';
import type { BotState } from './bot-state';
import { PreparationFailed, ReplacementFailed } from './executors';

/** Writes down what went wrong in a run of the plan where the links look for it, and clears what went well. */
export function explainFailures(
  failures: ReadonlyMap<ServiceName, unknown>,
  services: ReadonlySet<ServiceName>,
  state: BotState,
  now: number,
  log: (text: string) => void,
): void {
  for (const service of services) {
    const error = failures.get(service);
    if (error === undefined) {
      state.refusals.delete(service);
      continue;
    }
    const message = error instanceof Error ? error.message : String(error);
    log(`plan: ${service}: ${message}`);
    // A failed preparation is seen at its container; the old container is back after a failed replacement.
    if (error instanceof PreparationFailed) continue;
    if (error instanceof ReplacementFailed) state.rejected.set(service, error.hash);
    else {
      const known = error instanceof EngineError ? error : undefined;
      state.refusals.set(service, {
        kind: known?.kind ?? 'unknown',
        message: known?.engineMessage ?? message,
        at: now,
      });
    }
  }
}
