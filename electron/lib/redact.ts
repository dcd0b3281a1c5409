/** Takes known secrets out of text, by value. */
export interface Redactor {
  /** Remembers a secret. One shorter than six characters is ignored: it would blot out ordinary words. */
  add(secret: string): void;
  /** `text` with every known secret replaced, also where it is URL-encoded or inside Base64. */
  redact(text: string): string;
}

export const REDACTED = '[redacted]';

const MIN_LENGTH = 6;

/** A redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  const build = () => {
    const longestFirst = [...forms].sort((a, b) => b.length - a.length);
    return new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
  };
  return {
    add(secret) {
      if (secret.length < MIN_LENGTH || secrets.has(secret)) return;
      secrets.add(secret);
      for (const form of formsOf(secret)) if (form.length >= MIN_LENGTH) forms.add(form);
      // Built when it is needed: many secrets come at once.
      pattern = undefined;
    },
    redact(text) {
      if (forms.size === 0) return text;
      pattern ??= build();
      return text.replace(pattern, REDACTED);
    },
  };
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const bytes = Buffer.from(secret);
  return [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    ...[0, 1, 2].flatMap((offset) => {
      const form = base64Core(bytes, offset);
      return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ];
}

/**
 * The characters that stand for `bytes` alone when they begin at `offset` (mod 3) of a longer Base64 text,
 * as in a Basic `user:secret` header.
 */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const sharedAtEnd = (offset + bytes.length) % 3 === 0 ? 0 : 1;
  return text.slice(Math.ceil((offset * 8) / 6), text.length - sharedAtEnd);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
