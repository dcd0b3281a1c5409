import type { LoginState } from '../../contract/login';
import { hideForGood, isCodeShowable, NO_CODE_MS, throwAwayCode, trackCode, usedUp } from './login-code';
import { type LoginError, parseLoginError } from './login-error';
import type { LoginMemory } from './login-memory';
import type { LoginObservation, MonitorHint, StatusLook } from './login-observation';

/** A refusal is shown so long before NapCat's next code takes its place. */
const REFUSAL_READ_MS = 10_000;
/** So long a fresh sign-in may say "not online yet". */
const SETTLE_MS = 30_000;

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

function withoutCode(memory: LoginMemory, error: LoginError | undefined, at: number): LoginState {
  const { state, noCodeSince } = memory;
  const isLate = noCodeSince !== undefined && at - noCodeSince >= NO_CODE_MS;
  if (!isLate && state.kind !== 'noQr') return enter(state, { kind: 'starting', since: at });
  const message = error?.kind === 'other' ? error.message : memory.hint;
  return enter(state, { kind: 'noQr', message, since: at });
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
