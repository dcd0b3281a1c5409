import { parse } from 'yaml';

const COMMENT_OR_STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * Reads JSON with comments, trailing commas, single quotes and bare keys, as the messenger's own files may have.
 * @throws when it is not even that
 */
export function parseRelaxedJson(text: string): unknown {
  const bare = text.replace(COMMENT_OR_STRING, (match) => (match.startsWith('/') ? ' ' : match));
  if (!/^\s*[{[]/.test(bare)) throw new SyntaxError('JSON5: invalid start of file');
  return parse(bare);
}
