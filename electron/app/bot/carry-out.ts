import type { ServiceName } from '../../contract/ids';
import type { Step } from '../../plan/step';
import { type ExecutorContext, execute } from './executors';

/**
 * Carries out a plan: what belongs to no service first, then each service's steps in order, services side by side.
 * A step that fails ends its own service's run only. Answers what went wrong, by service.
 */
export async function carryOut(
  steps: readonly Step[],
  context: ExecutorContext,
): Promise<Map<ServiceName, unknown>> {
  const lanes = new Map<ServiceName, Step[]>();
  for (const step of steps) {
    if ('service' in step) lanes.set(step.service, [...(lanes.get(step.service) ?? []), step]);
    else await execute(step, context);
  }
  const failures = new Map<ServiceName, unknown>();
  await Promise.all(
    [...lanes].map(async ([service, lane]) => {
      try {
        for (const step of lane) {
          context.signal.throwIfAborted();
          await execute(step, context);
        }
      } catch (error) {
        failures.set(service, error);
      }
    }),
  );
  return failures;
}
