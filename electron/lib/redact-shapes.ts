import { REDACTED } from './redact';

/** What stands before a secret and tells that one follows. The separator may be escaped, as in JSON inside JSON. */
const NAME = String.raw`(?:[\w-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|cookie|credential)s?|[\w-]{0,40}(?:api|access|private|send|device|client)[_-]?key|(?:p_?)?skey|x-admin-password|auth|pwd|pt4_token|superkey|superuin|ptcz|psessionid|clientkey)`;

/** Each takes the secret alone: what is captured stays. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\bAGE-(?:SECRET-KEY|PLUGIN)-[A-Z0-9-]+/gi, REDACTED],
  // Of GitHub, GitLab, Hugging Face, Slack, npm, AWS, Google, ServerChan, Telegram, and of most providers of models.
  [/\b(?:gh[a-z]_|github_pat_|glpat-|hf_|npm_|xox[a-z]-)[A-Za-z0-9_-]{10,}/g, REDACTED],
  [/\bAKIA[A-Z0-9]{12,}/g, REDACTED],
  [/\bAIza[A-Za-z0-9_-]{10,}/g, REDACTED],
  [/\bya29\.[A-Za-z0-9_-]{10,}/g, REDACTED],
  [/\b(?:sk|rk|pk|key)-[A-Za-z0-9_-]{8,}/g, REDACTED],
  [/\b(?:SCT\d+T|sctp\d+t)[A-Za-z0-9]{8,}/g, REDACTED],
  [/\b\d{6,12}:[A-Za-z0-9_-]{30,}/g, REDACTED],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, REDACTED],
  // `scheme://user:password@host`, also where it is URL-encoded.
  [/((?::|%3A)(?:\/\/|\\\/\\\/|%2F%2F))[^\s/@"'<>]{1,500}(?=@|%40)/gi, `$1${REDACTED}`],
  // What an address asks with: codes and tickets are in there as often as words.
  [/([?&][\w.-]{1,60}=)[^\s&#"'<>\\]{8,}/g, `$1${REDACTED}`],
  [
    /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:bearer|basic|digest|token)\s+)?[^\s"',;]+/gi,
    `$1${REDACTED}`,
  ],
  [/\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/gi, `$1${REDACTED}`],
  [/\b((?:set-)?cookie["']?\s*[:=]\s*)(?:"[^"\n]*"?|[^\n"]+)/gi, `$1${REDACTED}`],
  [
    new RegExp(
      String.raw`((?<![A-Za-z])${NAME}(?:\\*["'])?\s*(?::|=|%3D|：)\s*(?:\\*["'])?)(?!\[redacted)[^\s"'\\,;&}\])]{4,}`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
];

const WHOLE_NAME = new RegExp(`^${NAME}$`, 'i');

/** Whether a name says that what stands under it is a secret. */
export function namesSecret(name: string): boolean {
  return WHOLE_NAME.test(name);
}

/** `text` without what has the shape of a secret, whoever it belongs to. Meant for text that leaves the computer. */
export function redactShapes(text: string): string {
  return SHAPES.reduce((left, [shape, instead]) => left.replace(shape, instead), text);
}
