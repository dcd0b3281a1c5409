import type { Texts } from './texts';
import { en } from './texts-en';
import { zh } from './texts-zh';

/** Chinese where the environment speaks it, else English; `lang` decides when given. */
export function textsFor(lang: string | undefined, env: NodeJS.ProcessEnv): Texts {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  const language = lang || LC_ALL || LC_MESSAGES || LANG || '';
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
