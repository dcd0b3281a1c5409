import type { DiagnosisCode } from '../../contract/link-state';
import type { NotificationKind } from '../../contract/notification';

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
