import type { DiagnosisCode } from '../../contract/link-state';
import type { NotificationKind } from '../../contract/notification';
import type { Message, NotificationWords } from './words';
import { wordsEn } from './words-en';
import { wordsZh } from './words-zh';

export type Language = 'zh' | 'en';

export function wordsOf(language: Language): NotificationWords {
  return language === 'zh' ? wordsZh : wordsEn;
}

/** Puts a notification into words. */
export function messageOf(
  language: Language,
  told: { kind: NotificationKind; code: DiagnosisCode | undefined; botName: string },
): Message {
  const words = wordsOf(language);
  const { title, body } = (told.code && words.code[told.code]) ?? words.kind[told.kind];
  return { title: told.botName ? words.named(told.botName, title) : title, body };
}
