/** What a key begins with, and what may follow; whatever else stands there separates. */
const REST = String.raw`[\w.-]{20,}`;

/**
 * The keys in a pasted text, each once and in order, whatever stands between them: lines, commas, quotes, labels.
 * Only to show what was understood; the app reads the text itself.
 * @param prefixes what keys of the provider begin with
 */
export function readKeys(text: string, prefixes: readonly string[]): string[] {
  if (prefixes.length === 0) return [];
  const starts = prefixes.map((prefix) => prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return [...new Set(text.match(new RegExp(String.raw`(?<![\w.-])(?:${starts})${REST}`, 'g')) ?? [])];
}
