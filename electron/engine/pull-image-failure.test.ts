import { describe, expect, it } from 'vitest';
import { EngineError, type EngineErrorKind } from './engine';
import { describeAttempt, PullFailure, WrongImage } from './pull-image-failure';

const PAGE = `invalid character '<' looking for beginning of value: "<!DOCTYPE html><html>"`;

describe('describeAttempt', () => {
  it.each<[engine: string, kind: EngineErrorKind, message: string, told: string]>([
    ['20.10', 'unknown', `error unmarshalling content: ${PAGE}`, 'lies'],
    ['20.10', 'denied', `error parsing HTTP 403 response body: ${PAGE}`, 'lies'],
    ['20.10', 'registryError', `error parsing HTTP 404 response body: ${PAGE}`, 'lies'],
    ['20.10', 'registryError', `error parsing HTTP 429 response body: ${PAGE}`, 'rateLimited'],
    ['20.10', 'unknown', 'missing signature key', 'lies'],
    ['20.10', 'registryError', 'received unexpected HTTP status: 503 Service Unavailable', 'registryError'],
    [
      '26.1',
      'notFound',
      'failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:28c1: not found',
      'lies',
    ],
    [
      '26.1',
      'notFound',
      'failed to unpack image on snapshotter overlayfs: unexpected media type application/json for sha256:6a3a: not found',
      'lies',
    ],
    [
      '26.1',
      'denied',
      'unexpected status from HEAD request to http://m/v2/a/manifests/1: 403 Forbidden',
      'denied',
    ],
    ['26.1', 'tagMissing', 'failed to resolve reference "m/a:1": m/a:1: not found', 'tagMissing'],
    [
      'any',
      'platform',
      'no matching manifest for linux/amd64 in the manifest list entries',
      'wrongArchitecture',
    ],
    ['any', 'corrupt', 'filesystem layer verification failed for digest sha256:12', 'corrupt'],
  ])('Docker %s: %s, "%s" is %s', (_, kind, message, told) => {
    expect(describeAttempt('m.test', new EngineError(kind, message))).toEqual({
      mirror: 'm.test',
      kind: told,
      message,
    });
  });

  it('takes what we found out ourselves as it is, and the unforeseen as unknown', () => {
    expect(describeAttempt('m.test', new WrongImage('lies', 'gave b')).kind).toBe('lies');
    expect(describeAttempt('m.test', new TypeError('x'))).toMatchObject({
      kind: 'unknown',
      message: 'TypeError: x',
    });
  });
});

describe('PullFailure', () => {
  it('says in one line what each mirror did', () => {
    const failure = new PullFailure('docker.io/a/b:1', [
      { mirror: 'one.test', kind: 'dns', message: 'no such host' },
      { mirror: 'docker.io', kind: 'stalled', message: 'no byte' },
    ]);
    expect(failure.message).toBe('docker.io/a/b:1: one.test dns (no such host); docker.io stalled (no byte)');
  });
});
