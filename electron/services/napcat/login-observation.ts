import type { AccountInfo, LoginStatus } from './client';

/** One thing seen of the sign-in. */
export type LoginObservation = { at: number } & (
  | {
      kind: 'status';
      status: LoginStatus;
      /** Asked only when `status` says signed in. */
      account: AccountInfo | undefined;
      codeUsed: boolean;
      monitor: MonitorHint;
    }
  | { kind: 'unreachable'; monitor: MonitorHint }
  /** NapCat announced that QQ signed the account out. */
  | { kind: 'kicked'; message: string }
  | { kind: 'obstacle'; obstacle: { kind: 'captcha' | 'newDevice'; url: string } }
  | { kind: 'hint'; text: string }
  /** A fresh code was asked for: by the user, or because the old one is old. */
  | { kind: 'refreshed'; byUser: boolean }
  /** A way back in was tried. */
  | { kind: 'recovery' }
);

/** What our own socket says; `online` counts only when connected. */
export interface MonitorHint {
  connected: boolean;
  online: boolean;
}

/** A look at what the web API says. */
export type StatusLook = Extract<LoginObservation, { kind: 'status' }>;
