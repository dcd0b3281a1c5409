import { stringify } from 'yaml';
import type { Persona } from '../../contract/bot';
import { personaPrompt } from '../persona-prompt';

/**
 * The keyword of the one preset. It never changes: conversations remember the keyword they began with, and so
 * they follow when another persona is chosen.
 */
export const PRESET = 'botpier';

/** The preset file of a persona, for ChatLuna's folder of presets. */
export function presetFile(persona: Persona): string {
  const content = `${personaPrompt(persona)}\n今天是 {date}。`;
  return stringify(
    {
      keywords: [PRESET],
      prompts: [{ role: 'system', content }],
      format_user_prompt: '{prompt}',
    },
    { lineWidth: 0 },
  );
}
