import type { Redactor } from '../../lib/redact';

/** A segment of a path is a word, unless it is as long as a token. */
const TOKEN_LENGTH = 16;

/** Lets a redactor know a secret, and of an address also the parts that servers like to repeat. */
export function noteSecret(redactor: Redactor, secret: string): void {
  redactor.add(secret.trim());
  const url = URL.parse(secret.trim());
  if (!url) return;
  if (url.search) redactor.add(url.pathname + url.search);
  for (const value of url.searchParams.values()) redactor.add(value);
  for (const segment of url.pathname.split('/')) if (segment.length >= TOKEN_LENGTH) redactor.add(segment);
}
