import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { WebError } from './web-error';
import { createSessionShelf, createWebSession } from './web-session';
import type { Envelope, WebTransport } from './web-transport';

const TOKEN = 'W'.repeat(32);
const HASH = createHash('sha256').update(`${TOKEN}.napcat`).digest('hex');

/** A web API that takes `form`, and remembers when somebody tried to sign in. */
function createServer(form: 'hash' | 'token', token = TOKEN) {
  const clock = createManualClock();
  const attempts: { at: number; body: Readonly<Record<string, unknown>> }[] = [];
  let override: Envelope | undefined;
  let isAway = false;
  const right = form === 'hash' ? createHash('sha256').update(`${token}.napcat`).digest('hex') : token;
  const answer = (code: number, message: string, data?: unknown): Envelope => ({ code, message, data });
  const transport: WebTransport = async (path, { body }) => {
    expect(path).toBe('/auth/login');
    if (isAway) throw new WebError('unreachable', 'ECONNREFUSED');
    if (Object.keys(body).length === 0) return answer(-1, 'token is empty');
    attempts.push({ at: clock.now(), body });
    if (override) return override;
    if (body[form] === undefined) return answer(-1, 'token is empty');
    if (body[form] !== right) return answer(-1, 'token is invalid');
    return answer(0, 'success', { Credential: `credential-${attempts.length}` });
  };
  return {
    clock,
    attempts,
    transport,
    say: (envelope: Envelope | undefined) => {
      override = envelope;
    },
    leave: (away: boolean) => {
      isAway = away;
    },
  };
}

const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'granted',
    (error: unknown) => (error instanceof WebError ? error.kind : String(error)),
  );

describe('signing in', () => {
  test('with the hash; the token itself is not sent', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    expect(await session.credential(server.transport)).toBe('credential-1');
    expect(server.attempts.map(({ body }) => body)).toEqual([{ hash: HASH }]);
  });

  test('with the plain token where the hash counts for nothing, and straight away the next time', async () => {
    const server = createServer('token');
    const session = createWebSession(TOKEN, server.clock);
    const credential = await session.credential(server.transport);
    session.discard(credential);
    await session.credential(server.transport);
    expect(server.attempts.map(({ body }) => Object.keys(body))).toEqual([['hash'], ['token'], ['token']]);
  });

  test('finds back to the hash when the older one was replaced', async () => {
    const old = createServer('token');
    const session = createWebSession(TOKEN, old.clock);
    session.discard(await session.credential(old.transport));
    await old.clock.advance(61_000);
    const next = createServer('hash');
    expect(await kindOf(session.credential(next.transport))).toBe('refused');
    await old.clock.advance(61_000);
    expect(await kindOf(session.credential(next.transport))).toBe('granted');
  });

  test('once for all who ask at the same time', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => session.credential(server.transport)));
    expect(new Set(all)).toEqual(new Set(['credential-1']));
    expect(server.attempts).toHaveLength(1);
  });

  test('again after 50 minutes, and no earlier', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    await session.credential(server.transport);
    await server.clock.advance(49 * 60_000);
    expect(await session.credential(server.transport)).toBe('credential-1');
    await server.clock.advance(60_000);
    expect(await session.credential(server.transport)).toBe('credential-2');
  });

  test('is refused with another token, or behind a second factor, and not tried again at once', async () => {
    const server = createServer('hash', 'another');
    const session = createWebSession(TOKEN, server.clock);
    expect(await kindOf(session.credential(server.transport))).toBe('refused');
    expect(await kindOf(session.credential(server.transport))).toBe('refused');
    expect(server.attempts).toHaveLength(1);
    await server.clock.advance(30_000);
    server.say({ code: 0, message: '', data: { require2FA: true, message: 'code?' } });
    await expect(session.credential(server.transport)).rejects.toThrow('two-factor');
  });

  test('costs nothing while nobody is there', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    server.leave(true);
    for (let turn = 0; turn < 20; turn++)
      expect(await kindOf(session.credential(server.transport))).toBe('unreachable');
    server.leave(false);
    expect(await kindOf(session.credential(server.transport))).toBe('granted');
  });
});

describe('the rate limit', () => {
  test('is kept over 20 reconnects: never more than three in a minute, good ones included', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    let granted = 0;
    while (granted < 20) {
      try {
        session.discard(await session.credential(server.transport));
        granted++;
      } catch (error) {
        expect(error).toMatchObject({ kind: 'limited' });
        await server.clock.advance(1_000);
      }
    }
    const times = server.attempts.map(({ at }) => at);
    expect(times).toHaveLength(20);
    for (const [index, at] of times.entries())
      expect(times.slice(0, index).filter((earlier) => earlier > at - 60_000).length).toBeLessThan(3);
  });

  test('is shared by the connections to one NapCat, and so is the credential', async () => {
    const server = createServer('hash');
    const shelf = createSessionShelf(server.clock);
    for (let turn = 0; turn < 20; turn++) await shelf(6099, TOKEN).credential(server.transport);
    expect(server.attempts).toHaveLength(1);
    expect(shelf(6100, TOKEN)).not.toBe(shelf(6099, TOKEN));
  });

  test('of the server itself is believed', async () => {
    const server = createServer('hash');
    const session = createWebSession(TOKEN, server.clock);
    server.say({ code: -1, message: 'login rate limit', data: undefined });
    expect(await kindOf(session.credential(server.transport))).toBe('limited');
    server.say(undefined);
    await server.clock.advance(60_000);
    expect(await kindOf(session.credential(server.transport))).toBe('limited');
    expect(server.attempts).toHaveLength(1);
    await server.clock.advance(1_000);
    expect(await kindOf(session.credential(server.transport))).toBe('granted');
  });
});
