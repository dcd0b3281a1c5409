import { createInstance, type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Language, loadTexts } from './load-texts';
import type { Texts } from './texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Texts };
  }
}

const instance: i18n = createInstance();

/** Loads a language's texts and shows them; resolves when they are on screen. */
export async function showLanguage(language: Language): Promise<void> {
  if (!instance.isInitialized) {
    await instance.use(initReactI18next).init({
      lng: language,
      resources: { [language]: { translation: await loadTexts(language) } },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  } else if (instance.language !== language) {
    if (!instance.hasResourceBundle(language, 'translation')) {
      instance.addResourceBundle(language, 'translation', await loadTexts(language));
    }
    await instance.changeLanguage(language);
  }
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** The text function and the language on screen. */
export function useText() {
  const { t, i18n } = useTranslation(undefined, { i18n: instance });
  return { t, language: (i18n.language === 'en' ? 'en' : 'zh') as Language };
}

export type TextFunction = ReturnType<typeof useText>['t'];
