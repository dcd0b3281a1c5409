import type { LinkState } from '../contract/link-state';
import { brainLink } from './brain-link';
import { engineLink } from './engine-link';
import { imagesLink } from './images-link';
import type { World } from './world';

/** How far the brain beside is, judged as the links judge the one that answers. Pure. */
export function judgeBeside({ now, engine: probe, beside, bot }: World): LinkState {
  if (!beside) return { kind: 'working', doing: 'preparing' };
  const engine = engineLink.judge(probe, {});
  const images = imagesLink.judge({ images: [beside.image] }, { engine });
  if (images.kind !== 'ok') return images;
  return brainLink.judge({ now, sight: beside, intent: bot.intent }, { engine, images });
}
