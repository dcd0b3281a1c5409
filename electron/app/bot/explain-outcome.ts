import type { ServiceName } from '../../contract/ids';
import { EngineError } from '../../engine/engine';
import type { BotState } from './bot-state';
import { PreparationFailed, ReplacementFailed } from './executors';

/** Writes down how a service's steps ended where the links look for it; `error` is undefined when all went well. */
export function explainOutcome(
  service: ServiceName,
  error: unknown,
  state: BotState,
  now: number,
  log: (text: string) => void,
): void {
  if (error === undefined) {
    state.refusals.delete(service);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  log(`plan: ${service}: ${message}`);
  // A failed preparation is seen at its container; the old container is back after a failed replacement.
  if (error instanceof PreparationFailed) return;
  if (error instanceof ReplacementFailed) {
    state.rejected.set(service, { hash: error.hash, message });
    return;
  }
  const known = error instanceof EngineError ? error : undefined;
  state.refusals.set(service, {
    kind: known?.kind ?? 'unknown',
    message: known?.engineMessage ?? message,
    at: now,
  });
}
