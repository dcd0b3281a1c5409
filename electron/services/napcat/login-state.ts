import type { LoginState } from '../../contract/login';
import type { AccountInfo, LoginStatus } from './client';
import { type LoginError, parseLoginError } from './login-error';
import type { LoginMemory } from './login-memory';

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
interface MonitorHint {
  connected: boolean;
  online: boolean;
}

type StatusLook = Extract<LoginObservation, { kind: 'status' }>;

/** A code of this age is about to run out: QQ lets them live some 120 s. */
const CODE_OLD_MS = 100_000;
/** A code of this age is certainly dead, whatever NapCat says. */
const CODE_DEAD_MS = 130_000;
/** NapCat may wait for a saved account and ask for no code by itself. */
const NO_CODE_MS = 20_000;
const REFRESH_PAUSE_MS = 20_000;
/** So long a fresh sign-in may say "not online yet". */
const SETTLE_MS = 30_000;
/** So long one may take from the scan to the tap on the phone. */
const TAP_MS = 25_000;
/** A refusal is shown so long before NapCat's next code takes its place. */
const REFUSAL_READ_MS = 10_000;
/** A code thrown away is hidden so long; NapCat may answer with the very same one. */
const THROWN_AWAY_MS = 5_000;

/** Judges one observation; pure. */
export function observeLogin(memory: LoginMemory, seen: LoginObservation): LoginMemory {
  switch (seen.kind) {
    case 'status':
      return observeStatus(memory, seen);
    case 'unreachable':
      return observeAbsence(memory, seen.at, seen.monitor);
    case 'kicked':
      return {
        ...memory,
        state: enter(memory.state, { kind: 'kicked', message: seen.message, since: seen.at, attempts: 0 }),
        ...hideForGood(memory.code.url),
        flagMistrusted: true,
        wasAway: false,
      };
    case 'obstacle':
      return { ...memory, state: enter(memory.state, { ...seen.obstacle, since: seen.at }) };
    case 'hint':
      return { ...memory, hint: seen.text };
    case 'refreshed':
      return seen.byUser
        ? throwAwayCode({ ...memory, refreshedAt: seen.at }, seen.at)
        : { ...memory, refreshedAt: seen.at };
    case 'recovery':
      return memory.state.kind === 'kicked'
        ? { ...memory, state: { ...memory.state, attempts: memory.state.attempts + 1 } }
        : memory;
  }
}

/** Whether a fresh code should be asked for now. */
export function needsFreshCode(memory: LoginMemory, at: number): boolean {
  if (at - memory.refreshedAt < REFRESH_PAUSE_MS) return false;
  const { state, noCodeSince, code } = memory;
  switch (state.kind) {
    case 'waitingScan':
      return at - code.since > CODE_OLD_MS;
    case 'scanned':
      // Somebody may be about to tap; NapCat may also be stuck here with a dead code.
      return at - code.since > CODE_OLD_MS && at - state.since > TAP_MS;
    case 'starting':
    case 'noQr':
      return noCodeSince !== undefined && at - noCodeSince >= NO_CODE_MS;
    default:
      return false;
  }
}

function observeStatus(before: LoginMemory, look: StatusLook): LoginMemory {
  const text = look.status.loginError ?? '';
  const error = text === before.overtakenError ? undefined : parseLoginError(text);
  const isNewError = text !== before.error && isFinal(error);
  const tracked = trackCode(before, look, isNewError);
  const memory: LoginMemory = {
    ...tracked,
    error: text,
    flagMistrusted: tracked.flagMistrusted && look.status.isLogin,
  };
  const verdict = judge(memory, before, look, error, isNewError);
  const noCode = verdict.state.kind === 'starting' || verdict.state.kind === 'noQr';
  return {
    ...memory,
    ...verdict,
    wasAway: false,
    noCodeSince: noCode ? (memory.noCodeSince ?? look.at) : undefined,
    hint: noCode ? memory.hint : '',
  };
}

type Verdict = Partial<LoginMemory> & Pick<LoginMemory, 'state'>;

function judge(
  memory: LoginMemory,
  before: LoginMemory,
  look: StatusLook,
  error: LoginError | undefined,
  isNewError: boolean,
): Verdict {
  const { status, at } = look;
  const { state } = memory;
  const hasNewCode = memory.code.url !== before.code.url;
  // An error and a newer code in one look: the error still has to be read.
  const stands = isNewError || !hasNewCode;

  if (error?.kind === 'kicked' && stands && (isNewError || !isProvenOnline(look)))
    return { state: enter(state, { kind: 'kicked', message: error.message, since: at, attempts: 0 }) };
  if (status.isLogin) return judgeSignedIn(memory, look);

  if (error && stands) {
    const failed = failedState(error, at);
    if (failed) return { state: enter(state, failed) };
  }
  if (isBeingRead(state, at) && !memory.wasAway && memory.refreshedAt < state.since) return { state };
  if (isDown(look) || (wasSignedIn(state) && !hasNewCode && !memory.wasAway)) return judgeDown(memory, at);
  if (look.codeUsed || status.qrLoginAccepted || status.loginPhase === 'initializing')
    return { state: enter(state, { kind: 'confirming', since: at }), ...usedUp(memory) };

  const isShowable = isCodeShowable(memory, look);
  if (isHeld(state) && !hasNewCode && !memory.wasAway) return { state, downLooks: 0 };
  if (!isShowable) return { state: withoutCode(memory, error, at), downLooks: 0 };
  if (status.loginPhase === 'qrcode_scanned')
    return { state: enter(state, { kind: 'scanned', since: at }), downLooks: 0 };
  const { url, since } = memory.code;
  return {
    state: enter(state, { kind: 'waitingScan', url, since, expiredCount: memory.expiredCount }),
    downLooks: 0,
  };
}

function judgeSignedIn(memory: LoginMemory, look: StatusLook): Verdict {
  const { account, at } = look;
  const { state } = memory;
  const used = usedUp(memory);
  if (memory.flagMistrusted && !isProvenOnline(look)) return { state, ...used };
  if (isDown(look)) return { ...used, ...judgeDown(memory, at) };
  if (!account?.uin)
    return {
      ...used,
      state: state.kind === 'online' ? state : enter(state, { kind: 'confirming', since: at }),
    };
  const { uin, nick } = account;
  return {
    ...used,
    state: enter(state, { kind: 'online', uin, nick, since: at }),
    expiredCount: 0,
    flagMistrusted: false,
  };
}

/** One look that says "not online" is not believed yet. */
function judgeDown(memory: LoginMemory, at: number): Verdict {
  const { state } = memory;
  const downLooks = memory.downLooks + 1;
  const isSettling = state.kind === 'confirming' && at - state.since < SETTLE_MS;
  if (state.kind === 'kicked' || isSettling || downLooks < 2) return { state, downLooks };
  return { state: enter(state, { kind: 'offline', since: at }), downLooks };
}

/** NapCat says so, and our own socket too. */
function isProvenOnline(look: StatusLook): boolean {
  return look.status.isLogin && look.monitor.connected && look.monitor.online && !isDown(look);
}

function isDown({ status, account, monitor }: StatusLook): boolean {
  if (status.isOffline === true || status.loginPhase === 'offline') return true;
  return status.isLogin && (account?.online === false || (monitor.connected && !monitor.online));
}

function observeAbsence(memory: LoginMemory, at: number, monitor: MonitorHint): LoginMemory {
  const { state } = memory;
  const away = { ...memory, wasAway: true, noCodeSince: undefined };
  switch (state.kind) {
    case 'kicked':
    case 'refused':
    case 'alreadyLoggedIn':
    case 'starting':
      return away;
    case 'online': {
      if (monitor.connected && monitor.online) return memory;
      const downLooks = memory.downLooks + 1;
      return downLooks < 2
        ? { ...memory, downLooks }
        : { ...away, downLooks, state: { kind: 'starting', since: at } };
    }
    default:
      return { ...away, state: { kind: 'starting', since: at } };
  }
}

/** Takes note of the code in a look: a new one, the same one, or none. */
function trackCode(memory: LoginMemory, look: StatusLook, isNewError: boolean): LoginMemory {
  const url = look.status.qrcodeurl;
  if (url === '' || url === memory.code.url)
    return isNewError ? { ...memory, ...hideForGood(memory.code.url) } : memory;
  const isFirst = memory.code.url === '' || memory.wasAway;
  const ranOut = !isFirst && memory.code.url !== memory.hidden.url;
  const code = { url, since: look.at };
  const expiredCount = memory.expiredCount + (ranOut ? 1 : 0);
  // Which was first, the error or the code, cannot be known at the first look: better no code than a dead one.
  if (isFirst && isNewError) return { ...memory, code, expiredCount, ...hideForGood(url) };
  return { ...memory, code, expiredCount, overtakenError: look.status.loginError ?? '' };
}

function isCodeShowable(memory: LoginMemory, { status, at }: StatusLook): boolean {
  const { code, hidden } = memory;
  return (
    status.qrcodeurl !== '' &&
    status.loginPhase !== 'generating_qrcode' &&
    status.loginPhase !== 'reconnecting' &&
    !(code.url === hidden.url && at < hidden.until) &&
    at - code.since < CODE_DEAD_MS
  );
}

function withoutCode(memory: LoginMemory, error: LoginError | undefined, at: number): LoginState {
  const { state, noCodeSince } = memory;
  const isLate = noCodeSince !== undefined && at - noCodeSince >= NO_CODE_MS;
  if (!isLate && state.kind !== 'noQr') return enter(state, { kind: 'starting', since: at });
  const message = error?.kind === 'other' ? error.message : memory.hint;
  return enter(state, { kind: 'noQr', message, since: at });
}

function throwAwayCode(memory: LoginMemory, at: number): LoginMemory {
  const hidden = { url: memory.code.url, until: at + THROWN_AWAY_MS };
  switch (memory.state.kind) {
    case 'kicked':
    case 'offline':
    case 'online':
    case 'confirming':
      return memory;
    default:
      return {
        ...memory,
        hidden,
        expiredCount: 0,
        overtakenError: memory.error,
        noCodeSince: at,
        state: { kind: 'starting', since: at },
      };
  }
}

/** A code that did its work is never shown again. */
function usedUp(memory: LoginMemory): Pick<LoginMemory, 'hidden' | 'downLooks'> {
  return { ...hideForGood(memory.code.url), downLooks: 0 };
}

function hideForGood(url: string): Pick<LoginMemory, 'hidden'> {
  return { hidden: { url, until: Number.POSITIVE_INFINITY } };
}

function failedState(error: LoginError, at: number): LoginState | undefined {
  switch (error.kind) {
    case 'alreadyLoggedIn':
      return { kind: 'alreadyLoggedIn', uin: error.uin, since: at };
    case 'captcha':
    case 'newDevice':
      return { ...error, since: at };
    case 'refused': {
      const { message, code } = error;
      return { kind: 'refused', message, since: at, ...(code === undefined ? {} : { code }) };
    }
    default:
      return undefined;
  }
}

/** Errors that end an attempt, and with it the code it was made with. */
function isFinal(error: LoginError | undefined): boolean {
  return error !== undefined && error.kind !== 'expired' && error.kind !== 'other';
}

function isBeingRead(state: LoginState, at: number): boolean {
  return (state.kind === 'refused' || state.kind === 'alreadyLoggedIn') && at - state.since < REFUSAL_READ_MS;
}

function wasSignedIn(state: LoginState): boolean {
  return state.kind === 'online' || state.kind === 'offline';
}

/** States that NapCat's status does not repeat: they last until something else happens. */
function isHeld(state: LoginState): boolean {
  return state.kind === 'kicked' || state.kind === 'captcha' || state.kind === 'newDevice';
}

/** `next`, or the very same state when nothing but the time of the look differs. */
function enter(state: LoginState, next: LoginState): LoginState {
  if (state.kind !== next.kind) return next;
  const kept = { ...next, since: next.kind === 'waitingScan' ? next.since : state.since };
  if (kept.kind === 'kicked' && state.kind === 'kicked') kept.attempts = state.attempts;
  return isSame(state, kept) ? state : kept;
}

function isSame(a: LoginState, b: LoginState): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
