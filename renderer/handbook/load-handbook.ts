import type { Language } from '../text/load-texts';
import type { Handbook } from './page';

const LOAD: Record<Language, () => Promise<Handbook>> = {
  zh: async () => (await import('./zh')).zh,
  en: async () => (await import('./en')).en,
};
const loaded: Partial<Record<Language, Promise<Handbook>>> = {};

/** The handbook in a language: a chunk of its own, fetched once, always the same promise. */
export function loadHandbook(language: Language): Promise<Handbook> {
  const promise = loaded[language] ?? LOAD[language]();
  loaded[language] = promise;
  return promise;
}
