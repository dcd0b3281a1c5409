import { expect, test } from 'vitest';
import { REDACTED } from './redact';
import { namesSecret, redactShapes } from './redact-shapes';

test.each([
  ['token=abcd1234', `token=${REDACTED}`],
  ['{"api_key":"abcd1234"}', `{"api_key":"${REDACTED}"}`],
  ['{\\"api_key\\":\\"abcd1234\\"}', `{\\"api_key\\":\\"${REDACTED}\\"}`],
  ['token%3Dabcd1234', `token%3D${REDACTED}`],
  ['socks5://me:word@10.0.0.1:1080', `socks5://${REDACTED}@10.0.0.1:1080`],
  ['http%3A%2F%2Fme%3Aword%40host', `http%3A%2F%2F${REDACTED}%40host`],
  ['GET /login?ticket=abcdefgh12&lang=zh', `GET /login?ticket=${REDACTED}&lang=zh`],
  ['Set-Cookie: sid=abc; Path=/\nnext', `Set-Cookie: ${REDACTED}\nnext`],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nnext', `${REDACTED}\nnext`],
])('%s', (text, expected) => {
  expect(redactShapes(text)).toBe(expected);
});

test.each([
  'adapter-onebot Unexpected server response: 403',
  'pulled docker.1ms.run/koishijs/koishi:v1.16.1-lite, 312 / 684 MB',
  'see https://docs.docker.com/get-docker/ and http://127.0.0.1:6099/webui?lang=zh',
  'the token is wrong',
  'hasKey: true',
  'mail to captain@example.org',
  '2026-11-20T10:41:28.123Z stdout info repair.done reconnectBridge',
])('leaves alone: %s', (text) => {
  expect(redactShapes(text)).toBe(text);
});

test('is quick on a line of a megabyte', () => {
  for (const unit of ['x', 'token', '://', 'a=', 'cookie: ', '9', '%2F%2F', '-----BEGIN PRIVATE KEY-----']) {
    const started = performance.now();
    redactShapes(unit.repeat(1_000_000 / unit.length));
    expect(performance.now() - started, unit).toBeLessThan(1_000);
  }
});

test.each(['token', 'apiKey', 'api_key', 'password', 'p_skey', 'napcat_token'])(
  '%s names a secret',
  (name) => {
    expect(namesSecret(name)).toBe(true);
  },
);
test.each(['hasKey', 'key', 'code', 'name', 'text'])('%s does not', (name) => {
  expect(namesSecret(name)).toBe(false);
});
