import type { ServiceWish } from '../../plan/plan';
import type { WishedService } from './define-services';

/** What the plan is told of a service; `held`: it stands still for a while, whatever is wished. */
export function serviceWish(
  { definition, hash, state, volumes, generation }: WishedService,
  { imagePresent, held }: { imagePresent: boolean; held: boolean },
): ServiceWish {
  return {
    name: definition.name,
    state: held && state !== 'absent' ? 'stopped' : state,
    hash,
    prepareKey: definition.prepare?.key,
    volumes: Object.values(volumes),
    generation,
    imagePresent,
  };
}
