import type { ServiceName } from '../../contract/ids';
import type { Step } from '../../plan/step';
import { type ExecutorContext, execute } from './executors';

/** A plan in its parts: `ground` comes first, then each service's steps in order, services side by side. */
export function splitSteps(steps: readonly Step[]): { ground: Step[]; lanes: Map<ServiceName, Step[]> } {
  const ground: Step[] = [];
  const lanes = new Map<ServiceName, Step[]>();
  for (const step of steps) {
    if ('service' in step) lanes.set(step.service, [...(lanes.get(step.service) ?? []), step]);
    else ground.push(step);
  }
  return { ground, lanes };
}

/** Carries out steps in order; rejects with what went wrong, or between two of them when the signal aborts. */
export async function carryOut(steps: readonly Step[], context: ExecutorContext): Promise<void> {
  for (const step of steps) {
    context.signal.throwIfAborted();
    await execute(step, context);
  }
}
