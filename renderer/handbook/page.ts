import type { AskKind, DiagnosisCode } from '../../electron/contract/link-state';

/** What is told about a code: each part a short paragraph, `todo` one step a line. */
export interface CodePage {
  /** Only where the title on screen has values in it, or is another page's as well. */
  title?: string;
  what: string;
  why: string;
  itself: string;
  todo: readonly string[];
  worry: string;
}

/** A page of its own making. */
export interface GeneralPage {
  title: string;
  lead: string;
  sections: readonly Section[];
}

export interface Section {
  title: string;
  lines: readonly string[];
  /** The lines are done one after the other. */
  inOrder?: true;
}

export const GENERAL_IDS = [
  'firstSteps',
  'accountRisk',
  'whatRuns',
  'slowNetwork',
  'privacy',
  'backup',
  'oldRepository',
  'moving',
  'removing',
  'askingForHelp',
] as const;
export type GeneralId = (typeof GENERAL_IDS)[number];
export type CodeId = DiagnosisCode | AskKind;
export type PageId = GeneralId | CodeId;

/** The handbook in one language: a code without a page does not compile. */
export interface Handbook {
  codes: Readonly<Record<CodeId, CodePage>>;
  general: Readonly<Record<GeneralId, GeneralPage>>;
}
