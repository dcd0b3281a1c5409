const MOST_LETTERS = 40;

/**
 * Somebody else's words for one line of a menu: no control characters, nothing that turns the direction of what
 * follows, no mnemonic, not endless.
 */
export function plainLabel(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const letters = [...line];
  const short = letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : line;
  return short.replaceAll('&', '&&');
}
