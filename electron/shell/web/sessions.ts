import { createHash, randomBytes } from 'node:crypto';

const MAX_SESSIONS = 100;

export interface Sessions {
  /** Opens a session; answers the Set-Cookie value. */
  open(secure: boolean): string;
  /** Whether a Cookie header carries an open session. */
  holds(cookieHeader: string | undefined): boolean;
}

/**
 * Who has signed in, until this process ends. Cookies know no ports, therefore the name holds it: two of us on
 * one computer do not sign each other out.
 */
export function createSessions(port: number): Sessions {
  const name = `botpier_${port}`;
  // Looked up by digest: how long a look-up takes says nothing of the id.
  const digests = new Set<string>();

  function digestIn(cookieHeader: string | undefined): string | undefined {
    const pair = cookieHeader?.split(';').find((part) => part.trim().startsWith(`${name}=`));
    return pair && digestOf(pair.trim().slice(name.length + 1));
  }

  return {
    open(secure) {
      const id = randomBytes(32).toString('base64url');
      digests.add(digestOf(id));
      for (const oldest of digests) {
        if (digests.size <= MAX_SESSIONS) break;
        digests.delete(oldest);
      }
      return `${name}=${id}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    },
    holds(cookieHeader) {
      const digest = digestIn(cookieHeader);
      return digest !== undefined && digests.has(digest);
    },
  };
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64');
}
