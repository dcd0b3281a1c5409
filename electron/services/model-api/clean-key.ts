/** Why a pasted text cannot be a key. */
export type MalformedKey = 'empty' | 'masked' | 'url' | 'severalKeys' | 'foreignCharacters' | 'notAKey';

export type CleanedKey = { kind: 'key'; key: string } | { kind: 'malformed'; reason: MalformedKey };

/** Longer than any key in use; a pasted document or a service account file is not one. */
const MAX_LENGTH = 512;

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/gu;
const WRAPPING = /^[\s"'`“”‘’„«»「」『』<>()[\],;，；、]+|[\s"'`“”‘’„«»「」『』<>()[\],;，；、]+$/gu;
const LABEL =
  /^(?:(?:export|set)\s+)?(?:authorization|x-api-key|x-goog-api-key|api[\s_-]?key|[A-Z][A-Z0-9_]*_(?:API_)?KEY)["']?\s*[:=]\s*/i;
const BEARER = /^bearer(?:\s+|$)/i;
const MASKED = /\*{2,}|\.{3,}|•|●|x{8,}/i;

/**
 * The key inside a pasted text: without quotes, labels, `Bearer`, line breaks, invisible or full-width
 * characters. An empty text is malformed; a provider that needs no key does not ask.
 */
export function cleanKey(pasted: string): CleanedKey {
  const visible = pasted
    .replace(/[\r\n\t]+/g, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFKC');
  const words = unwrap(visible).split(/\s+/).filter(Boolean);
  const key = words.join('');
  const malformed = (reason: MalformedKey): CleanedKey => ({ kind: 'malformed', reason });

  if (key === '') return malformed('empty');
  if (/^https?:\/\//i.test(key)) return malformed('url');
  if (MASKED.test(key)) return malformed('masked');
  if (words.filter((word) => /^(?:sk-|AIza|AQ\.)/.test(word)).length > 1) return malformed('severalKeys');
  if (!/^[\x21-\x7e]+$/.test(key)) return malformed('foreignCharacters');
  if (key.length > MAX_LENGTH || /[{}"'\\<>]/.test(key) || /^sk-(?:ant-|proj-)?$/.test(key)) {
    return malformed('notAKey');
  }
  return { kind: 'key', key };
}

/** Labels and quotes may be nested, as in `Authorization: "Bearer sk-…"`. */
function unwrap(text: string): string {
  const inner = text.replace(WRAPPING, '').replace(LABEL, '').replace(BEARER, '');
  return inner === text ? text : unwrap(inner);
}
