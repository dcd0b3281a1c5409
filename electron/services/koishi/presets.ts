import { stringify } from 'yaml';
import type { Persona } from '../../contract/bot';
import { personaPrompt } from '../persona-prompt';

/**
 * The keyword of the one preset. It never changes: conversations remember the keyword they began with, and so
 * they follow when another persona is chosen.
 */
export const PRESET = 'botpier';

/** What ChatLuna sends; it puts the day in the place of `{date}`. */
export function promptOf(persona: Persona, date: string): string {
  return `${personaPrompt(persona)}\n今天是 ${date}。`;
}

/** The day as people there say it: `2026-11-20`. */
export function dateOf(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now);
}

/** The preset file of a persona, for ChatLuna's folder of presets. */
export function presetFile(persona: Persona): string {
  const content = promptOf(persona, '{date}');
  return stringify(
    {
      keywords: [PRESET],
      prompts: [{ role: 'system', content }],
      format_user_prompt: '{prompt}',
    },
    { lineWidth: 0 },
  );
}
