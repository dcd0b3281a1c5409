import { totalProgress } from '../../chain/images-link';
import type { World } from '../../chain/world';
import type { BrainChange } from '../../contract/brain-change';
import type { Progress } from '../../contract/link-state';

/** How far a change of brain is, derived from what is seen. */
export function changeView(world: World, isBridgeUp: boolean): BrainChange | undefined {
  const { change } = world.bot;
  if (!change) return undefined;
  const { from, to, since, stage } = change;
  const at = (phase: BrainChange['phase'], progress?: Progress): BrainChange => ({
    ...{ from, to, phase, since },
    ...(progress ? { progress } : {}),
  });
  if (stage === 'returning') return at('returning');
  if (stage === 'trying') return at(isBridgeUp ? 'proving' : 'switching');
  const { image, preparation } = world.beside ?? {};
  if (!image || !preparation) return at('pulling');
  if (image.state.kind !== 'present') return at('pulling', totalProgress([image]));
  if (preparation.kind === 'running') return at('preparing', preparation.progress);
  return at(preparation.kind === 'done' ? 'starting' : 'preparing');
}
