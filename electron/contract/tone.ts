import { z } from 'zod';
import type { LinkState } from './link-state';

/** The five tones, weakest first: the overall tone is the weakest link's. */
export const TONES = ['bad', 'warn', 'busy', 'idle', 'ok'] as const;
export const Tone = z.enum(TONES);
export type Tone = z.infer<typeof Tone>;

const TONE_OF: Record<LinkState['kind'], Tone> = {
  ok: 'ok',
  working: 'busy',
  needsYou: 'warn',
  broken: 'bad',
  off: 'idle',
};

/** A link state's tone. */
export function toneOf(state: LinkState): Tone {
  return TONE_OF[state.kind];
}

/** The weakest of several tones; `idle` when there are none. */
export function weakestTone(tones: readonly Tone[]): Tone {
  return TONES.find((tone) => tones.includes(tone)) ?? 'idle';
}
