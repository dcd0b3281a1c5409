import { z } from 'zod';
import type { LinkState } from './link-state';

/** The five tones, weakest first: the overall tone is the weakest link's. */
export const TONES = ['bad', 'warn', 'busy', 'idle', 'ok'] as const;
export const Tone = z.enum(TONES);
export type Tone = z.infer<typeof Tone>;

/** A link state's tone. What is prepared and only waits for its turn is well. */
export function toneOf(state: LinkState): Tone {
  switch (state.kind) {
    case 'ok':
      return 'ok';
    case 'working':
      return 'busy';
    case 'needsYou':
      return 'warn';
    case 'broken':
      return 'bad';
    case 'off':
      return state.why === 'ready' ? 'ok' : 'idle';
  }
}

/** The weakest of several tones; `idle` when there are none. */
export function weakestTone(tones: readonly Tone[]): Tone {
  return TONES.find((tone) => tones.includes(tone)) ?? 'idle';
}
