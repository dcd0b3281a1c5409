import { expect, it } from 'vitest';
import { systemClock } from '../lib/clock';
import { createManualClock } from '../lib/manual-clock';
import { officialDigest } from './official-digest';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Docker Hub's two hosts, as its API describes them. */
const hub =
  (answer: { digest?: string; status?: number }): typeof fetch =>
  async (input, init) => {
    const url = new URL(String(input));
    if (url.host === 'auth.docker.io') {
      expect(url.searchParams.get('scope')).toBe('repository:koishijs/koishi:pull');
      return Response.json({ token: 'anonymous' });
    }
    expect(url.href).toBe('https://registry-1.docker.io/v2/koishijs/koishi/manifests/v1');
    expect(init?.method).toBe('HEAD');
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer anonymous');
    return new Response(null, {
      status: answer.status ?? 200,
      headers: answer.digest ? { 'docker-content-digest': answer.digest } : {},
    });
  };
const ask = (answer: Parameters<typeof hub>[0], reference = 'docker.io/koishijs/koishi:v1') =>
  officialDigest(reference, { fetch: hub(answer), clock: systemClock });

it('answers what Docker Hub says', async () => {
  expect(await ask({ digest: DIGEST })).toBe(DIGEST);
});

it('answers nothing for a tag that is not there, an odd answer, or the image of another registry', async () => {
  expect(await ask({ status: 404 })).toBeUndefined();
  expect(await ask({ digest: 'sha256:short' })).toBeUndefined();
  expect(await ask({ digest: DIGEST }, 'ghcr.io/someone/thing:1')).toBeUndefined();
});

it('does not hold up the pull where Docker Hub is blocked', async () => {
  const clock = createManualClock();
  const silent: typeof fetch = () => new Promise(() => {});
  const asked = officialDigest('docker.io/koishijs/koishi:v1', { fetch: silent, clock });
  await clock.advance(5_000);
  expect(await asked).toBeUndefined();
});
