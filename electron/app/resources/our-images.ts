import type { Bot } from '../../contract/bot';
import type { Engine } from '../../engine/engine';
import { formatImageReference, parseImageReference, viaMirror } from '../../engine/image-reference';
import { allPartsOf, partsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { BotState } from '../bot/bot-state';

type Wishes = Pick<BotState, 'wished' | 'beside' | 'resting'>;

/** Images of everything that a bot has, or may go back to. */
export function neededImages(bot: Bot, state: Wishes): string[] {
  const stacks = [bot.stack, bot.change?.from, bot.change?.to, ...bot.resting.map(({ stack }) => stack)];
  const named = stacks.flatMap((id) => {
    const stack = id && STACKS[id];
    return stack ? partsOf(stack, bot).map(({ service }) => service.image) : [];
  });
  return [...new Set([...named, ...imagesOf(state)])];
}

/** The only images that are ours to judge: those that our services name. */
export function ourImages(states: readonly Wishes[]): string[] {
  const named = Object.values(STACKS).flatMap((stack) =>
    allPartsOf(stack).map(({ service }) => service.image),
  );
  return [...new Set([...named, ...states.flatMap(imagesOf)])];
}

/** Every name under which a pull through one of these mirrors may have left an image, its own first. */
export function namesOf(reference: string, mirrors: readonly string[]): string[] {
  const wanted = parseImageReference(reference);
  return [...new Set([formatImageReference(wanted), ...mirrors.map((mirror) => viaMirror(wanted, mirror))])];
}

/** Which of these are here, under any of their names, and their sizes. */
export async function findImages(
  engine: Engine,
  references: readonly string[],
  mirrors: readonly string[],
): Promise<{ reference: string; bytes: number; names: string[] }[]> {
  const found = await Promise.all(
    references.map(async (reference) => {
      const names: string[] = [];
      let bytes = 0;
      for (const name of namesOf(reference, mirrors)) {
        const image = await engine.images.find(name);
        if (!image) continue;
        names.push(name);
        bytes = Math.max(bytes, image.sizeBytes);
      }
      return { reference, bytes, names };
    }),
  );
  return found.filter(({ names }) => names.length > 0);
}

function imagesOf({ wished, beside, resting }: Wishes): string[] {
  return [...wished, ...(beside ? [beside.wished] : []), ...resting].map(
    ({ definition }) => definition.image,
  );
}
