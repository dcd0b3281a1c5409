import type { DiagnosisCode } from '../../contract/link-state';
import type { NotificationKind } from '../../contract/notification';
import { wordsEn } from './words-en';
import { wordsZh } from './words-zh';

/** What a notification says: a line, and what to do. */
export interface Message {
  title: string;
  body: string;
}

/** The words of notifications in one language. */
export interface NotificationWords {
  /** By kind: after the bot's name, and what to do. */
  kind: Record<NotificationKind, Message>;
  /** In place of the kind's, where the cause says more. */
  code: Partial<Record<DiagnosisCode, Message>>;
  named: (bot: string, title: string) => string;
  test: Message;
  /** Beneath a QR code, or in place of one. */
  scanHere: string;
  scanLink: (url: string) => string;
  scanAtHome: string;
}

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
