import type { LoginState } from '../../contract/login';

/** What must be remembered between two looks to judge the next one. Times are ms since 1970. */
export interface LoginMemory {
  readonly state: LoginState;
  /** The last QR code text that NapCat gave out, and when we first saw it; '' before the first. */
  readonly code: { readonly url: string; readonly since: number };
  /** A code that must not be shown, and until when: used, thrown away, or left over after a kick. */
  readonly hidden: { readonly url: string; readonly until: number };
  /** How many codes ran out unused since somebody last cared. */
  readonly expiredCount: number;
  /** The error text of the last look. */
  readonly error: string;
  /** An error text that a newer code has overtaken: NapCat goes on repeating it. */
  readonly overtakenError: string;
  /** Since when there is no code to show although one is wanted. */
  readonly noCodeSince: number | undefined;
  readonly refreshedAt: number;
  /** Consecutive looks that said "not online"; one alone is not believed. */
  readonly downLooks: number;
  /** A kick was announced, but NapCat's login flag does not know of it (up to 4.9 it never falls). */
  readonly flagMistrusted: boolean;
  /** NapCat was away since the last look: the next code is not a renewed one. */
  readonly wasAway: boolean;
  /** Something in the log that may explain a missing code. */
  readonly hint: string;
}

export function createLoginMemory(at: number): LoginMemory {
  return {
    state: { kind: 'starting', since: at },
    code: { url: '', since: at },
    hidden: { url: '', until: 0 },
    expiredCount: 0,
    error: '',
    overtakenError: '',
    noCodeSince: undefined,
    refreshedAt: Number.NEGATIVE_INFINITY,
    downLooks: 0,
    flagMistrusted: false,
    wasAway: true,
    hint: '',
  };
}
