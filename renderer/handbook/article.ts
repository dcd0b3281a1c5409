import type { AskKind } from '../../electron/contract/link-state';
import type { TextFunction } from '../text/text';
import { type CodeId, GENERAL_IDS, type GeneralId, type Handbook, type PageId, type Section } from './page';

const ASKS: Record<AskKind, true> = {
  installEngine: true,
  startEngine: true,
  allowEngine: true,
  chooseStack: true,
  consent: true,
  enterKey: true,
  enterAgain: true,
  scanQr: true,
  confirmOnPhone: true,
  solveCaptcha: true,
  verifyDevice: true,
  acceptAccount: true,
  keepOrReplace: true,
  freeDisk: true,
  enterToken: true,
  chooseComputer: true,
  keepRecoveryKey: true,
};

/** A page as it is read and searched. */
export interface Article {
  id: PageId;
  title: string;
  lead: string;
  sections: readonly Section[];
}

/** A page under its title: for a code the very words that stood on screen. */
export function articleOf(t: TextFunction, book: Handbook, id: PageId): Article {
  if (isGeneral(id)) return { id, ...book.general[id] };
  const { title, what, why, itself, todo, worry } = book.codes[id];
  return {
    id,
    title: title ?? shownTitle(t, id),
    lead: what,
    sections: [
      { title: t('handbook.why'), lines: [why] },
      { title: t('handbook.itself'), lines: [itself] },
      { title: t('handbook.todo'), lines: todo, inOrder: true },
      { title: t('handbook.worry'), lines: [worry] },
    ],
  };
}

/** The page that an address names; undefined when there is none. */
export function findPageId(book: Handbook, name: string): PageId | undefined {
  return Object.hasOwn(book.codes, name) || Object.hasOwn(book.general, name) ? (name as PageId) : undefined;
}

function isGeneral(id: PageId): id is GeneralId {
  return (GENERAL_IDS as readonly string[]).includes(id);
}

function isAsk(id: CodeId): id is AskKind {
  return Object.hasOwn(ASKS, id);
}

function shownTitle(t: TextFunction, id: CodeId): string {
  return isAsk(id) ? t(`ask.${id}.title`) : t(`diagnosis.${id}.what`);
}
