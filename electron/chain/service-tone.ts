import type { Tone } from '../contract/tone';
import type { ServiceSight } from './world';

/** The tone of a service's own row: of its container, not of what rests on it. */
export function toneOfService(sight: ServiceSight): Tone {
  const { container, wish, busy, refusal } = sight;
  if (wish !== 'running') return container?.state === 'running' ? 'busy' : 'idle';
  if (busy) return 'busy';
  if (refusal) return 'bad';
  switch (container?.state) {
    case 'running':
      return 'ok';
    case 'restarting':
    case 'created':
    case undefined:
      return 'busy';
    case 'paused':
      return 'warn';
    default:
      return 'bad';
  }
}
