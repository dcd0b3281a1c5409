import type { MessengerProfile } from './messenger-options';

export type LoginPhase =
  | 'connecting'
  | 'generating'
  | 'waiting'
  | 'scanned'
  | 'initializing'
  | 'online'
  | 'offline'
  | 'kicked';

export interface LoginSnapshot {
  phase: LoginPhase;
  /** The text of the QR code; stays after it was used, as in the original. */
  qrUrl: string;
  /** The last error text; stays until the next refresh, as in the original. */
  error: string;
  /** Set with the tap on the phone; in profile A for good. */
  signedIn: boolean;
  /** '' until OneBot starts. */
  uin: string;
  /** '' until a little after that. */
  nick: string;
}

export const INITIAL_LOGIN: LoginSnapshot = {
  phase: 'connecting',
  qrUrl: '',
  error: '',
  signedIn: false,
  uin: '',
  nick: '',
};

/** The text under which QR expiry is reported. */
export const QR_EXPIRED_TEXT = '二维码已过期，请刷新';

const PHASE_WORDS: Record<LoginPhase, string> = {
  connecting: 'waiting_qrcode',
  generating: 'generating_qrcode',
  waiting: 'waiting_qrcode',
  scanned: 'qrcode_scanned',
  initializing: 'initializing',
  online: 'ready',
  offline: 'offline',
  kicked: 'reconnecting',
};

/** `CheckLoginStatus.data` as each generation words it. */
export function reportLogin(profile: MessengerProfile, login: LoginSnapshot): Record<string, unknown> {
  const ready = login.phase === 'online';
  if (profile === 'A') return { isLogin: login.signedIn, qrcodeurl: login.qrUrl };
  const common = {
    isLogin: ready,
    isOffline: login.phase === 'offline',
    qrcodeurl: login.qrUrl,
    loginError: login.error,
  };
  if (profile === 'B') return common;
  return {
    ...common,
    loginPhase: PHASE_WORDS[login.phase],
    qrLoginAccepted: login.signedIn && (login.phase === 'scanned' || login.phase === 'initializing'),
    coreReady: ready,
  };
}
