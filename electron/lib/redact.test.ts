import { describe, expect, it } from 'vitest';
import { createRedactor, REDACTED } from './redact';

const SECRET = 'sk-a/b+c=d 密钥?9';

describe('createRedactor', () => {
  it('leaves text alone while it knows no secret', () => {
    expect(createRedactor().redact('nothing to hide')).toBe('nothing to hide');
  });

  it('replaces every occurrence of a secret', () => {
    const redactor = createRedactor();
    redactor.add(SECRET);
    expect(redactor.redact(`a ${SECRET} b ${SECRET}`)).toBe(`a ${REDACTED} b ${REDACTED}`);
  });

  it.each([
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded with small hex digits', encodeURIComponent(SECRET).replace(/%../g, (c) => c.toLowerCase())],
    ['form-encoded', new URLSearchParams({ key: SECRET }).toString()],
    ['JSON', JSON.stringify({ key: `${SECRET}` })],
  ])('knows a secret that is %s', (_, text) => {
    const redactor = createRedactor();
    redactor.add(SECRET);
    const redacted = redactor.redact(`before ${text} after`);
    expect(redacted).toContain(REDACTED);
    expect(redacted).not.toContain(text.slice(-12));
  });

  it.each(['', 'u', 'us', 'user:'])('knows a secret in Base64 behind %j', (prefix) => {
    const redactor = createRedactor();
    redactor.add('0123456789abcdef');
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(`${prefix}0123456789abcdef!!`).toString(encoding);
      const redacted = redactor.redact(text);
      expect(redacted).toContain(REDACTED);
      const left = Buffer.from(redacted.replace(REDACTED, ''), 'base64').toString('latin1');
      expect(left).not.toContain('2345');
    }
  });

  it('takes the longer of two secrets that overlap', () => {
    const redactor = createRedactor();
    redactor.add('abcdef');
    redactor.add('abcdefghij');
    expect(redactor.redact('abcdefghij')).toBe(REDACTED);
  });

  it('treats signs of a pattern as plain text', () => {
    const redactor = createRedactor();
    redactor.add('a.c*(e)[f]-g');
    expect(redactor.redact('a.c*(e)[f]-g abc')).toBe(`${REDACTED} abc`);
  });

  it('ignores what is too short to be a secret', () => {
    const redactor = createRedactor();
    redactor.add('hello');
    expect(redactor.redact('hello')).toBe('hello');
  });
});
