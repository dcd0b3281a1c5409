import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../lib/clock';
import { WebError } from './web-error';
import type { WebTransport } from './web-transport';

/** NapCat counts sign-ins, good ones too, and lets as few as three a minute through. */
const MOST_PER_WINDOW = 3;
/** A little longer than NapCat's own minute, which begins when the first call arrives there. */
const WINDOW_MS = 61_000;
/** NapCat's credential lasts an hour. */
const CREDENTIAL_MS = 50 * 60_000;
/** A token that was refused is not taken a moment later: leave sign-ins to the user's own browser. */
const REFUSED_PAUSE_MS = 30_000;

const Granted = z.object({ Credential: z.string().min(1) });
const SecondFactor = z.object({ require2FA: z.literal(true) });

/** Our standing with one NapCat: it outlives connections, as NapCat's own limit does. */
export interface WebSession {
  /**
   * A credential that should be valid; signs in when there is none.
   * Rejects with WebError `refused` or `limited` without asking when that is known beforehand.
   */
  credential(transport: WebTransport, signal?: AbortSignal): Promise<string>;
  /** NapCat did not take `credential` any more. */
  discard(credential: string): void;
}

export function createWebSession(token: string, clock: Clock): WebSession {
  let held: { credential: string; until: number } | undefined;
  let refused: { message: string; until: number } | undefined;
  let signingIn: Promise<string> | undefined;
  let attempts: number[] = [];
  let takesHash = true;

  const spend = () => {
    const now = clock.now();
    attempts = attempts.filter((at) => at > now - WINDOW_MS);
    if (attempts.length >= MOST_PER_WINDOW) throw new WebError('limited', 'too many sign-ins in a minute');
    attempts.push(now);
  };

  const attempt = async (transport: WebTransport, body: Record<string, string>) => {
    spend();
    const answer = await transport('/auth/login', { body });
    if (answer.message === 'login rate limit') {
      attempts = Array.from({ length: MOST_PER_WINDOW }, () => clock.now());
      throw new WebError('limited', answer.message);
    }
    return answer;
  };

  const signIn = async (transport: WebTransport) => {
    // Is anybody there at all? This question costs nothing; a sign-in that nobody hears would.
    await transport('/auth/login', { body: {} });
    const hash = createHash('sha256').update(`${token}.napcat`).digest('hex');
    let answer = takesHash ? await attempt(transport, { hash }) : undefined;
    // Up to v4.7.32 NapCat wants the token itself and takes a hash for nothing.
    if (!answer || answer.message === 'token is empty') {
      answer = await attempt(transport, { token });
      takesHash = answer.message === 'token is empty';
    }
    const granted = Granted.safeParse(answer.data);
    if (answer.code === 0 && granted.success) {
      held = { credential: granted.data.Credential, until: clock.now() + CREDENTIAL_MS };
      refused = undefined;
      return held.credential;
    }
    const message = SecondFactor.safeParse(answer.data).success ? 'two-factor sign-in is on' : answer.message;
    refused = { message, until: clock.now() + REFUSED_PAUSE_MS };
    throw new WebError('refused', message);
  };

  return {
    async credential(transport, signal) {
      signal?.throwIfAborted();
      if (held && clock.now() < held.until) return held.credential;
      if (refused && clock.now() < refused.until) throw new WebError('refused', refused.message);
      // Not tied to the caller's signal: the attempt is spent anyway, and others may be waiting for it.
      signingIn ??= signIn(transport).finally(() => {
        signingIn = undefined;
      });
      return signingIn;
    },
    discard(credential) {
      if (held?.credential === credential) held = undefined;
    },
  };
}

/** Sessions by where and as whom they sign in: connections come and go, NapCat's limit does not. */
export function createSessionShelf(clock: Clock): (port: number, token: string) => WebSession {
  const sessions = new Map<string, WebSession>();
  return (port, token) => {
    const key = `${port} ${token}`;
    const session = sessions.get(key) ?? createWebSession(token, clock);
    sessions.set(key, session);
    return session;
  };
}
