import type { FixId, LinkState } from '../contract/link-state';
import type { Role } from '../services/roles';
import type { Repair } from './link';
import type { ServiceSight } from './world';

/** Docker's own back-off makes a crash loop visible in its restart count; one restart is no loop yet. */
const CRASH_LOOP_RESTARTS = 3;
/** Restarts longer ago than this are history. */
const CRASH_LOOP_WINDOW_MS = 60_000;

/**
 * What the container alone says of a service that is wished to run.
 * Undefined when it runs and the service must speak for itself.
 */
export function judgeContainer(sight: ServiceSight, now: number): LinkState | undefined {
  const { container, refusal, info } = sight;
  const params = { product: info.product };
  if (refusal && !sight.busy) {
    if (refusal.kind === 'diskFull') return { kind: 'needsYou', ask: { kind: 'freeDisk' } };
    const code = refusal.kind === 'portInUse' ? 'portTaken' : 'containerStartRefused';
    const fixes: FixId[] =
      code === 'portTaken' ? ['changePort', 'retry'] : ['retry', 'recreateService', 'openLogs'];
    return { kind: 'broken', diagnosis: { code, params, evidence: [refusal.message] }, fixes };
  }
  if (!container) return { kind: 'working', doing: 'creating' };
  if (container.state === 'created') return { kind: 'working', doing: 'starting' };
  const recent = now - (container.startedAt ?? 0) < CRASH_LOOP_WINDOW_MS;
  if (container.restartCount >= CRASH_LOOP_RESTARTS && (container.state !== 'running' || recent)) {
    const evidence = [`exit code ${container.exitCode ?? '?'}, restarted ${container.restartCount} times`];
    if (container.oomKilled) evidence.push('killed for using too much memory');
    return {
      kind: 'broken',
      diagnosis: { code: 'containerCrashes', params: { ...params, count: container.restartCount }, evidence },
      fixes: ['restartService', 'recreateService', 'openLogs'],
    };
  }
  if (container.state === 'running') return undefined;
  if (sight.busy || container.state === 'restarting') return { kind: 'working', doing: 'starting' };
  return {
    kind: 'broken',
    diagnosis: {
      code: 'containerGone',
      params: { ...params, exitCode: container.exitCode ?? -1 },
      evidence: [`${container.state}, exit code ${container.exitCode ?? '?'}`],
    },
    fixes: ['restartService', 'openLogs'],
  };
}

/** What to do about a service's container; undefined when it is as it is wished. */
export function repairContainer(sight: ServiceSight, role: Role): Repair | undefined {
  if (sight.busy) return undefined;
  // A stop that was refused, or somebody else who started it: it rests all the same.
  if (sight.wish !== 'running') return isUp(sight) ? { do: 'apply', role } : undefined;
  if (sight.refusal?.kind === 'portInUse') return { do: 'changePort', role };
  return sight.refusal || !isUp(sight) ? { do: 'apply', role } : undefined;
}

function isUp({ container }: ServiceSight): boolean {
  return container?.state === 'running' || container?.state === 'restarting';
}

/** Room on a disk comes without a word, so that is tried again; everything else waits for the user to act here. */
export function waitsForUser(state: LinkState): boolean {
  return state.kind === 'needsYou' && state.ask.kind !== 'freeDisk';
}
