import { isDesktop } from './transport';

/** Whether this browser may talk to the app. `unknown`: nobody answered, so waiting is all there is to do. */
export type Session =
  | { kind: 'open' }
  /** `by`: what the app wants to see. */
  | { kind: 'needed'; by: 'token' | 'password'; refused: boolean }
  | { kind: 'unknown' };

/**
 * Opens the session: exchanges the token in the address for a cookie once, and takes it out of the address
 * before anything else, so that it is not kept in the history.
 */
export async function openSession(): Promise<Session> {
  if (isDesktop) return { kind: 'open' };
  const token = /^#(?:t|token)=(.+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, '', location.pathname + location.search);
    const opened = await enterSecret(decodeURIComponent(token));
    if (opened.kind !== 'needed') return opened;
  }
  return ask(false);
}

/** Signs in with a token or the password of `--host`. */
export async function enterSecret(secret: string): Promise<Session> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    return response.ok ? { kind: 'open' } : ask(true);
  } catch {
    return { kind: 'unknown' };
  }
}

async function ask(refused: boolean): Promise<Session> {
  try {
    const response = await fetch('/session', { credentials: 'same-origin' });
    const answer: unknown = await response.json();
    const { signedIn, by } = answer as { signedIn?: unknown; by?: unknown };
    if (signedIn === true) return { kind: 'open' };
    return { kind: 'needed', by: by === 'password' ? 'password' : 'token', refused };
  } catch {
    return { kind: 'unknown' };
  }
}
