/** What a pasted text holds. */
export interface ReadKeys {
  /** Each once, in the order of the text. */
  keys: string[];
  /** How many more times they stand there. */
  duplicate: number;
  /** Words that were meant as keys and can be none. */
  malformed: number;
}

/** Everything that no key holds stands between keys: spaces, commas, quotes, brackets, Chinese punctuation. */
const BETWEEN = /[^A-Za-z0-9_.-]+/;
const INVISIBLE = /[\p{Cf}\p{Cc}]/gu;
/** Google's usual form, by which keys that were glued together come apart. */
const GLUED = /AIza[\w-]{35}(?=AIza|$)/g;

/**
 * The keys in a pasted text: one per line, a JSON list, `.env` lines, a table, with quotes, labels or numbers.
 * @param prefixes what keys begin with
 */
export function readKeys(text: string, prefixes: readonly string[]): ReadKeys {
  const words = text
    .normalize('NFKC')
    // Line breaks are between keys, other invisible characters inside them.
    .replace(/[\r\n\t]+/g, ' ')
    .replace(INVISIBLE, '')
    .split(BETWEEN)
    .flatMap(unglue)
    .map((word) => word.replace(/^[.-]+|\.+$/g, ''));
  const found: string[] = [];
  let malformed = 0;
  for (const word of words) {
    const prefix = prefixes.find((each) => word.startsWith(each));
    const isKey = prefix !== undefined && /^[\w.-]{30,200}$/.test(word) && !/x{8}|\.{3}/i.test(word);
    if (isKey) found.push(word);
    else if (prefix !== undefined || isMeantAsKey(word)) malformed += 1;
  }
  const keys = [...new Set(found)];
  return { keys, duplicate: found.length - keys.length, malformed };
}

function unglue(word: string): string[] {
  const parts = word.match(GLUED);
  return parts && parts.join('') === word ? parts : [word];
}

/** Long, and neither a word nor a number: a key of somebody else. */
function isMeantAsKey(word: string): boolean {
  return word.length >= 20 && /[A-Za-z]/.test(word) && /\d/.test(word);
}
