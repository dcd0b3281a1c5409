import type { Settings } from '../../../contract/settings';
import type { TrayTexts } from './texts';
import { trayTextsEn } from './texts-en';
import { trayTextsZh } from './texts-zh';

/** `auto` follows the system's language. */
export function trayTextsFor(language: Settings['language'], systemLocale: string): TrayTexts {
  const isChinese = language === 'auto' ? /^zh\b/i.test(systemLocale) : language === 'zh';
  return isChinese ? trayTextsZh : trayTextsEn;
}
