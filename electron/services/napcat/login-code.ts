import type { LoginMemory } from './login-memory';
import type { StatusLook } from './login-observation';

/** A code of this age is about to run out: QQ lets them live some 120 s. */
const CODE_OLD_MS = 100_000;
/** A code of this age is certainly dead, whatever NapCat says. */
const CODE_DEAD_MS = 130_000;
/** NapCat may wait for a saved account and ask for no code by itself. */
export const NO_CODE_MS = 20_000;
const REFRESH_PAUSE_MS = 20_000;
/** So long one may take from the scan to the tap on the phone. */
const TAP_MS = 25_000;
/** A code thrown away is hidden so long; NapCat may answer with the very same one. */
const THROWN_AWAY_MS = 5_000;

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

/** Takes note of the code in a look: a new one, the same one, or none. */
export function trackCode(memory: LoginMemory, look: StatusLook, isNewError: boolean): LoginMemory {
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

export function isCodeShowable(memory: LoginMemory, { status, at }: StatusLook): boolean {
  const { code, hidden } = memory;
  return (
    status.qrcodeurl !== '' &&
    status.loginPhase !== 'generating_qrcode' &&
    status.loginPhase !== 'reconnecting' &&
    !(code.url === hidden.url && at < hidden.until) &&
    at - code.since < CODE_DEAD_MS
  );
}

export function throwAwayCode(memory: LoginMemory, at: number): LoginMemory {
  const { url } = memory.code;
  // One that is dead already stays hidden for good.
  const until = Math.max(memory.hidden.url === url ? memory.hidden.until : 0, at + THROWN_AWAY_MS);
  switch (memory.state.kind) {
    case 'kicked':
    case 'offline':
    case 'online':
    case 'confirming':
      return memory;
    default:
      return {
        ...memory,
        hidden: { url, until },
        expiredCount: 0,
        overtakenError: memory.error,
        noCodeSince: at,
        state: { kind: 'starting', since: at },
      };
  }
}

/** A code that did its work is never shown again. */
export function usedUp(memory: LoginMemory): Pick<LoginMemory, 'hidden' | 'downLooks'> {
  return { ...hideForGood(memory.code.url), downLooks: 0 };
}

export function hideForGood(url: string): Pick<LoginMemory, 'hidden'> {
  return { hidden: { url, until: Number.POSITIVE_INFINITY } };
}
