import type { ModelCheckProblem } from '../../contract/model';
import type { ApiReply } from './call-api';
import { readError } from './read-error';

export interface Failure {
  problem: ModelCheckProblem;
  status: number | undefined;
  retryAfterMs: number | undefined;
  /** The provider's own words, not yet redacted. */
  message: string;
}

export interface FailureContext {
  stage: 'list' | 'ask';
  /** The provider's own service, and one that serves only some countries. */
  abroad: boolean;
}

/** What a rule looks at. `words`: codes and message in one text, one per line. */
interface Signs extends FailureContext {
  status: number;
  words: string;
  readable: boolean;
}

/**
 * The first rule that holds says what is wrong. The words come before the status, because providers use
 * one status for many things (429 for an empty account, 403 for a foreign address, 400 for a wrong key).
 */
const RULES: readonly { problem: ModelCheckProblem; holds: (signs: Signs) => boolean }[] = [
  {
    problem: 'keyRegion',
    holds: ({ status, words, readable, abroad }) =>
      /unsupported_country|location is not supported|(?:country|region|territory).{0,20}not (?:supported|available)|not available in your (?:country|region)/i.test(
        words,
      ) ||
      (abroad && status === 403 && (!readable || /^forbidden$|request not allowed/im.test(words))),
  },
  {
    // Words that sound like an empty account but mean "slower": a per-minute share, not the account's.
    problem: 'keyRateLimited',
    holds: ({ status, words }) =>
      status === 429 &&
      !/per ?day|limit: 0\b/i.test(words) &&
      /^RESOURCE_EXHAUSTED$|(?<!free )allocated quota exceeded|^rate_limit/im.test(words),
  },
  {
    problem: 'keyNoQuota',
    holds: ({ status, words }) =>
      status === 402 ||
      /insufficient[_ ](?:\w+_)?(?:quota|balance|credit)|(?:balance|credit|quota)s? (?:is |are )?(?:insufficient|not enough|exhausted|depleted|too low)|exceeded_current_quota|exceeded your current quota|credit_balance|(?:spend|usage|billing_hard)_limit|billing_(?:error|not_active)|arrearage|overdue|FreeTierOnly|free allocated quota|account is not active|^1113$|^30001$|欠费|余额|额度/im.test(
        words,
      ),
  },
  {
    problem: 'keyRefused',
    holds: ({ status, words }) =>
      status === 401 ||
      /invalid_?api_?key|api[_ ]key[_ ](?:invalid|not valid|expired|not found)|api key (?:is )?(?:invalid|not valid|expired)|^authentication_?error$|invalid_authentication|^100[0-5]$|reported as leaked/im.test(
        words,
      ),
  },
  {
    problem: 'modelMissing',
    holds: ({ stage, status, words }) =>
      stage === 'ask' &&
      ((status === 404 && /model|模型/i.test(words)) ||
        /model_not_found|ModelNotFound|InvalidEndpointOrModel|ModelNotOpen|invalid_model|^1211$|^20012$|模型不存在|无可用渠道|no available channel|model.{0,120}(?:not exist|not found|unknown|no access|not have access|deprecated|decommissioned|retired|no longer)|(?:unknown|no such|invalid) model/im.test(
          words,
        )),
  },
  {
    problem: 'keyRateLimited',
    holds: ({ status, words }) => status === 429 || status === 529 || /overloaded_error/i.test(words),
  },
  { problem: 'keyRefused', holds: ({ status, readable }) => status === 403 && readable },
  {
    problem: 'modelUnreachable',
    holds: ({ status }) => status === 407 || status === 408 || (status > 501 && status < 600),
  },
  {
    problem: 'modelBaseUrl',
    holds: ({ stage, status, readable }) =>
      [404, 405, 410, 501].includes(status) || !readable || (status < 400 && stage === 'list'),
  },
];

/** What is wrong when a call gave no list and no answer. */
export function judgeFailure(reply: ApiReply, context: FailureContext): Failure {
  if (reply.kind === 'unreachable') {
    const unreachable = context.abroad ? 'modelNeedsProxy' : 'modelUnreachable';
    // Providers renew their certificates in time; a computer's clock is wrong far more often.
    const problem = /certificate (?:is not yet valid|has expired)/i.test(reply.message)
      ? 'clockWrong'
      : unreachable;
    return { problem, status: undefined, retryAfterMs: undefined, message: reply.message };
  }
  const error = readError(reply.body);
  const signs: Signs = {
    ...context,
    status: reply.status,
    words: error ? [...error.codes, error.message].join('\n') : '',
    readable: error !== undefined,
  };
  return {
    problem: RULES.find((rule) => rule.holds(signs))?.problem ?? 'modelUnknown',
    status: reply.status,
    retryAfterMs: reply.retryAfterMs ?? error?.retryAfterMs,
    message: error?.message ?? titleOf(reply.body),
  };
}

function titleOf(body: string): string {
  return /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim() ?? '';
}
