/** What a model's own words mean, in the companion's kinds; the first that fits. */
const KINDS: readonly [RegExp, string][] = [
  [/\b402\b|insufficient|quota|balance|arrear|欠费|余额/i, 'quota'],
  [/\b429\b|rate.?limit|too many requests/i, 'rateLimited'],
  [/\b401\b|\b403\b|api.?key|unauthorized|authentication|permission/i, 'keyRefused'],
  [/\b404\b|model.{0,40}(not.{0,3}(found|exist)|missing)/i, 'modelMissing'],
  [/timed? ?out|timeout|aborted/i, 'timeout'],
  [/fetch failed|\b5\d\d\b|ECONN|ENOTFOUND|EAI_AGAIN|EHOST|certificate|socket/i, 'unreachable'],
];

const MESSAGE_LIMIT = 500;

export function explainModelError(error: unknown): { kind: string; message: string } {
  const text = error instanceof Error ? error.message : String(error);
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
  return { kind, message: text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT)}…` : text };
}
