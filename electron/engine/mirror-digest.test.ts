import { describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock';
import { createManualClock } from '../lib/manual-clock';
import { mirrorDigest } from './mirror-digest';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const KOISHI = 'docker.io/koishijs/koishi:v1';
const found = () => new Response(null, { headers: { 'docker-content-digest': DIGEST } });

/** Answers by address; whatever is not in the table is not there. */
function web(table: Record<string, (init: RequestInit | undefined) => Response | Promise<Response>>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(input)}`);
    const answer = table[String(input)];
    if (!answer) throw new TypeError('fetch failed');
    return answer(init);
  };
  return { fetch, asked };
}

describe('the digest that a mirror names', () => {
  it('is that of the first one that answers', async () => {
    const { fetch, asked } = web({
      'https://b.test/v2/koishijs/koishi/manifests/v1': found,
      'https://c.test/v2/koishijs/koishi/manifests/v1': found,
    });
    const mirrors = ['docker.io', 'a.test', 'b.test', 'c.test'];
    expect(await mirrorDigest(KOISHI, mirrors, { fetch, clock: systemClock })).toBe(DIGEST);
    expect(asked).toEqual([
      'HEAD https://a.test/v2/koishijs/koishi/manifests/v1',
      'HEAD https://b.test/v2/koishijs/koishi/manifests/v1',
    ]);
  });

  it.each([
    ['127.0.0.1:5000', KOISHI, 'http://127.0.0.1:5000/v2/koishijs/koishi/manifests/v1'],
    ['m.test/docker.io', KOISHI, 'https://m.test/v2/docker.io/koishijs/koishi/manifests/v1'],
    ['m.test/docker.io', 'ghcr.io/a/b:2', 'https://m.test/v2/ghcr.io/a/b/manifests/2'],
    ['lan:5000', KOISHI, 'http://lan:5000/v2/koishijs/koishi/manifests/v1'],
  ])('at %s of %s is asked where the image is pulled from', async (mirror, reference, url) => {
    const { fetch } = web({ [url]: found });
    expect(await mirrorDigest(reference, [mirror], { fetch, clock: systemClock })).toBe(DIGEST);
  });

  it('of another registry’s image is that registry’s own, with the token that it asks for', async () => {
    const { fetch, asked } = web({
      'https://ghcr.io/v2/a/b/manifests/2': (init) =>
        new Headers(init?.headers).get('authorization') === 'Bearer anonymous'
          ? found()
          : new Response(null, {
              status: 401,
              headers: {
                'www-authenticate':
                  'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull"',
              },
            }),
      'https://ghcr.io/token?service=ghcr.io&scope=repository%3Aa%2Fb%3Apull': () =>
        Response.json({ token: 'anonymous' }),
    });
    expect(await mirrorDigest('ghcr.io/a/b:2', [], { fetch, clock: systemClock })).toBe(DIGEST);
    expect(asked).toHaveLength(3);
  });

  it('is nothing where it is no digest, where nobody answers, and where a token is asked for in the clear', async () => {
    const { fetch } = web({
      'https://a.test/v2/koishijs/koishi/manifests/v1': () => new Response('<html>'),
      'https://b.test/v2/koishijs/koishi/manifests/v1': () =>
        new Response(null, {
          status: 401,
          headers: { 'www-authenticate': 'Bearer realm="http://b.test/token"' },
        }),
    });
    const mirrors = ['a.test', 'b.test', 'c.test'];
    expect(await mirrorDigest(KOISHI, mirrors, { fetch, clock: systemClock })).toBeUndefined();
  });

  it('is not waited for where a mirror hangs', async () => {
    const clock = createManualClock();
    const { fetch } = web({
      'https://a.test/v2/koishijs/koishi/manifests/v1': () => new Promise<Response>(() => {}),
      'https://b.test/v2/koishijs/koishi/manifests/v1': found,
    });
    const asked = mirrorDigest(KOISHI, ['a.test', 'b.test'], { fetch, clock });
    await clock.advance(8_000);
    expect(await asked).toBe(DIGEST);
  });
});
