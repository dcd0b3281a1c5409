import type { Texts } from './texts';

export type Language = 'zh' | 'en';

const LOAD: Record<Language, () => Promise<Texts>> = {
  zh: async () => (await import('./zh')).zh,
  en: async () => (await import('./en')).en,
};

/** The language to show for a setting: `auto` follows the browser. */
export function languageOf(setting: 'auto' | Language, browser: string): Language {
  if (setting !== 'auto') return setting;
  return browser.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** A language's texts; fetched once. */
export function loadTexts(language: Language): Promise<Texts> {
  return LOAD[language]();
}
