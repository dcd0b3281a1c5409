import { describe, expect, it } from 'vitest';
import { EngineError } from './engine';
import { formatImageReference, parseImageReference, viaMirror } from './image-reference';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('parseImageReference', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox:latest'],
    ['koishijs/koishi', 'docker.io/koishijs/koishi:latest'],
    ['koishijs/koishi:v1.16.1-lite', 'docker.io/koishijs/koishi:v1.16.1-lite'],
    ['docker.io/busybox:1', 'docker.io/library/busybox:1'],
    ['index.docker.io/koishijs/koishi:1', 'docker.io/koishijs/koishi:1'],
    ['ghcr.io/snailyp/gemini-balance:2', 'ghcr.io/snailyp/gemini-balance:2'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:1', 'localhost:5000/app:1'],
    ['127.0.0.1:5000/a/b/c:1', '127.0.0.1:5000/a/b/c:1'],
    ['m.daocloud.io/docker.io/koishijs/koishi:1', 'm.daocloud.io/docker.io/koishijs/koishi:1'],
    [`koishijs/koishi@${DIGEST}`, `docker.io/koishijs/koishi@${DIGEST}`],
    [`koishijs/koishi:1@${DIGEST}`, 'docker.io/koishijs/koishi:1'],
  ])('reads %s as %s', (text, full) => {
    expect(formatImageReference(parseImageReference(text))).toBe(full);
  });

  it('keeps a digest that stands beside a tag', () => {
    expect(parseImageReference(`koishijs/koishi:1@${DIGEST}`)).toEqual({
      host: 'docker.io',
      path: 'koishijs/koishi',
      tag: '1',
      digest: DIGEST,
    });
  });

  it.each([
    '',
    'Koishi',
    'a//b',
    'koishijs/koishi:',
    'a:b:c',
    'a@b@c',
    `a@${DIGEST}@x`,
    'a b',
    'host.io/',
    '-a',
    'a@sha256:12',
  ])('refuses %j', (text) => {
    expect(() => parseImageReference(text)).toThrow(EngineError);
  });
});

describe('viaMirror', () => {
  const reference = parseImageReference('koishijs/koishi:1');

  it.each([
    ['docker.io', 'docker.io/koishijs/koishi:1'],
    ['docker.1ms.run', 'docker.1ms.run/koishijs/koishi:1'],
    ['127.0.0.1:5000', '127.0.0.1:5000/koishijs/koishi:1'],
    ['m.daocloud.io/docker.io', 'm.daocloud.io/docker.io/koishijs/koishi:1'],
  ])('%s gives %s', (mirror, name) => {
    expect(viaMirror(reference, mirror)).toBe(name);
  });

  it.each([
    ['docker.io', 'ghcr.io/snailyp/gemini-balance:2'],
    ['docker.1ms.run', 'docker.1ms.run/ghcr.io/snailyp/gemini-balance:2'],
    ['m.daocloud.io/docker.io', 'm.daocloud.io/ghcr.io/snailyp/gemini-balance:2'],
  ])('%s gives an image of another registry as %s', (mirror, name) => {
    expect(viaMirror(parseImageReference('ghcr.io/snailyp/gemini-balance:2'), mirror)).toBe(name);
  });

  it('asks by digest when there is no tag', () => {
    expect(viaMirror(parseImageReference(`koishijs/koishi@${DIGEST}`), 'm.io')).toBe(
      `m.io/koishijs/koishi@${DIGEST}`,
    );
  });
});
