import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushResult } from './repository-sync';
import { createTestSync, noise, OWNER, REPOSITORY, type TestFiles, type TestSync } from './test-sync';

const FILES: TestFiles = { 'koishi/data/a': 'one', 'koishi/data/large': noise(1_500_000) };

let test: TestSync;
afterEach(() => test.close());

/** A certificate that ended yesterday, as all of them have for a computer that is ahead; undefined without OpenSSL. */
async function makeEndedCertificate(): Promise<{ key: string; cert: string } | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'certificate-'));
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: dir });
  try {
    await writeFile(join(dir, 'names'), 'subjectAltName=IP:127.0.0.1\n');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await openssl('req', ...curve, '-keyout', 'key', '-subj', '/CN=github.test', '-out', 'request');
    await openssl(
      'x509',
      '-req',
      '-in',
      'request',
      '-signkey',
      'key',
      '-days',
      '-1',
      '-extfile',
      'names',
      '-out',
      'cert',
    );
    return { key: await readFile(join(dir, 'key'), 'utf8'), cert: await readFile(join(dir, 'cert'), 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  } finally {
    await rm(dir, { recursive: true });
  }
}

const failed = (result: PushResult) => (result.kind === 'failed' ? result.failure.code : result.kind);

describe('a line that is slow, and a clock that is wrong', () => {
  beforeEach(async () => {
    test = await createTestSync();
  });

  it('is waited for', async () => {
    const desk = await test.computer();
    test.host.faults.set('delay', { times: 6, ms: 20_000 });
    let result: PushResult | undefined;
    const running = desk.push(FILES).then((done) => {
      result = done;
    });
    while (!result) await test.clock.advance(20_000);
    await running;
    expect(result).toMatchObject({ kind: 'done' });
  });

  it.each(['api', 'git', 'uploads'] as const)(
    'is left at once when the user cancels while %s says nothing',
    async (host) => {
      const desk = await test.computer();
      const cancelling = new AbortController();
      test.host.faults.set('hang', { on: [host] });
      const running = desk.push(FILES, { signal: cancelling.signal });
      while (test.host.faults.struck('hang') === 0) await test.clock.advance(1);
      cancelling.abort(new Error('cancelled'));
      await expect(running).rejects.toThrow('cancelled');
      test.host.faults.clear();
      expect(await desk.push(FILES)).toMatchObject({ kind: 'done' });
      expect(await test.oracle.assets(OWNER, REPOSITORY)).toMatchObject([{ state: 'uploaded' }]);
    },
  );

  it.each([-40, 40])('does not move the end of a limit when ours is off by %i days', async (days) => {
    const desk = await test.computer();
    test.host.faults.set('clockSkew', { ms: days * 86_400_000 });
    test.host.faults.set('primaryLimit', { resetInSeconds: 600 });
    expect(await desk.push(FILES)).toMatchObject({
      kind: 'failed',
      failure: { code: 'syncRateLimited', params: { until: test.clock.now() + 600_000 } },
    });
    test.host.faults.set('primaryLimit', false);
    expect(await desk.push(FILES)).toMatchObject({ kind: 'done' });
    const fresh = await test.computer();
    expect((await fresh.restore(desk.keys.identity)).manifest).toEqual(await desk.snapshot(FILES));
  });
});

it('names the clock where a certificate has ended, before a token is sent', async ({ skip }) => {
  const tls = await makeEndedCertificate();
  test = await createTestSync(tls ? { tls } : {});
  if (!tls) return skip('no OpenSSL here');
  const desk = await test.computer();
  expect(failed(await desk.push(FILES))).toBe('syncClockWrong');
  await expect(desk.sync.checkToken(test.token)).rejects.toMatchObject({
    failure: { code: 'syncClockWrong' },
  });
  expect(test.host.counters.requests).toEqual([]);
});
