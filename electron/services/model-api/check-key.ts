import type { ModelCheck, ModelCheckProblem, ModelProtocol, Provider } from '../../contract/model';
import type { Clock } from '../../lib/clock';
import { createRedactor } from '../../lib/redact';
import { anthropicProtocol } from './anthropic-protocol';
import { type ApiReply, callApi } from './call-api';
import { cleanKey } from './clean-key';
import { geminiProtocol } from './gemini-protocol';
import { type Failure, judgeFailure } from './judge-failure';
import { openaiProtocol } from './openai-protocol';
import { pickModels } from './pick-model';
import type { ApiRequest, Protocol } from './protocol';
import { PROVIDERS } from './providers';
import { repairBaseUrl } from './repair-base-url';

export interface CheckModelInput {
  provider: Provider;
  /** As typed; '' is the provider's own. */
  baseUrl: string;
  /** As pasted. */
  key: string;
  /** The model to use; one of the suggested by default. */
  model?: string | undefined;
  fetch: typeof fetch;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

const PROTOCOLS: Record<ModelProtocol, Protocol> = {
  openai: openaiProtocol,
  gemini: geminiProtocol,
  anthropic: anthropicProtocol,
};

const LIST_TIMEOUT_MS = 10_000;
/** Models that think first take their time, even for a greeting. */
const ASK_TIMEOUT_MS = 60_000;

const QUESTION = '请用一句很短的话打个招呼。';
const ANSWER_MAX_CHARS = 200;
const MESSAGE_MAX_CHARS = 500;

type Found = { kind: 'listed' | 'unlisted'; baseUrl: string; models: string[] };
type Outcome = ModelCheck | Failure;

/**
 * Tries a pasted key live: cleans key and base URL, lists the models, asks one of them for a line. Every
 * trouble is a `problem`; rejects only with the reason of an aborted `signal`. The key is in no answer.
 * For `keyMalformed` the message is why (`MalformedKey`), otherwise it is the provider's own text.
 */
export async function checkModel(input: CheckModelInput): Promise<ModelCheck> {
  input.signal?.throwIfAborted();
  const { provider } = input;
  const cleaned = cleanKey(input.key);
  const candidates = repairBaseUrl(
    input.baseUrl.trim() === '' ? provider.baseUrl : input.baseUrl,
    provider.protocol,
    PROVIDERS.filter((row) => row.protocol === provider.protocol).map((row) => row.baseUrl),
  );
  const first = candidates[0] ?? '';
  const keyIsOptional = cleaned.kind === 'malformed' && cleaned.reason === 'empty' && !provider.needsKey;
  if (cleaned.kind === 'malformed' && !keyIsOptional) {
    return problemOf('keyMalformed', cleaned.reason, first);
  }
  if (first === '') return problemOf('modelBaseUrl', '', '');
  return tryCandidates(input, candidates, cleaned.kind === 'key' ? cleaned.key : '');
}

async function tryCandidates(input: CheckModelInput, candidates: string[], key: string): Promise<ModelCheck> {
  const unlisted: Found[] = [];
  let last: ModelCheck | undefined;
  const unreachable = new Set<string>();
  for (const baseUrl of candidates) {
    const origin = new URL(baseUrl).origin;
    if (unreachable.has(origin)) continue;
    const found = await list(input, baseUrl, key);
    if ('models' in found) return ask(input, found, key);
    last ??= conclude(found, baseUrl, [], key);
    if (found.problem === 'modelBaseUrl') unlisted.push({ kind: 'unlisted', baseUrl, models: [] });
    else if (found.status === undefined) unreachable.add(origin);
    else return conclude(found, baseUrl, [], key);
  }
  for (const found of unlisted) {
    const check = await ask(input, found, key);
    if (check.kind === 'ok' || check.problem !== 'modelBaseUrl') return check;
  }
  return last ?? problemOf('modelBaseUrl', '', '');
}

async function list(input: CheckModelInput, baseUrl: string, key: string): Promise<Found | Failure> {
  const protocol = PROTOCOLS[input.provider.protocol];
  const reply = await call(input, protocol.list({ baseUrl, key }), LIST_TIMEOUT_MS);
  const models = reply.kind === 'reply' && reply.status === 200 ? protocol.readList(reply.body) : undefined;
  return models
    ? { kind: 'listed', baseUrl, models: [...new Set(models)] }
    : judgeFailure(reply, { stage: 'list', abroad: isAbroad(input.provider, baseUrl) });
}

/** Asks the wanted model, or the likely ones in turn until one is open to this key. */
async function ask(input: CheckModelInput, found: Found, key: string): Promise<ModelCheck> {
  const { baseUrl } = found;
  const suggested = input.provider.suggestedModels;
  const choices = input.model ? [input.model] : pickModels(found.models, suggested);
  const models = found.kind === 'listed' ? found.models : [...new Set([...choices, ...suggested])];
  let refusal: Failure | undefined;
  for (const model of choices) {
    const outcome = await askOne(input, baseUrl, model, models, key);
    if ('kind' in outcome) return outcome;
    refusal ??= outcome;
    if (outcome.problem !== 'modelMissing') return conclude(outcome, baseUrl, found.models, key);
  }
  return refusal
    ? conclude(refusal, baseUrl, found.models, key)
    : {
        ...problemOf(found.kind === 'listed' ? 'modelMissing' : 'modelBaseUrl', '', baseUrl),
        models: found.models,
      };
}

async function askOne(
  input: CheckModelInput,
  baseUrl: string,
  model: string,
  models: string[],
  key: string,
): Promise<Outcome> {
  const protocol = PROTOCOLS[input.provider.protocol];
  const startedAt = input.clock.now();
  const reply = await call(input, protocol.ask({ baseUrl, key }, model, QUESTION), ASK_TIMEOUT_MS);
  const latencyMs = input.clock.now() - startedAt;
  const answer = reply.kind === 'reply' && reply.status === 200 ? protocol.readAnswer(reply.body) : undefined;
  if (answer === undefined) {
    return judgeFailure(reply, { stage: 'ask', abroad: isAbroad(input.provider, baseUrl) });
  }
  return { kind: 'ok', baseUrl, models, model, answer: oneLine(withoutKey(answer, key)), latencyMs };
}

function call(input: CheckModelInput, request: ApiRequest, timeoutMs: number): Promise<ApiReply> {
  const { fetch, clock, signal } = input;
  return callApi(request, { fetch, clock, timeoutMs, signal });
}

/** A relay of the user's own is not barred where the provider itself is. */
function isAbroad(provider: Provider, baseUrl: string): boolean {
  return provider.needsProxyInChina && URL.parse(baseUrl)?.host === URL.parse(provider.baseUrl)?.host;
}

function conclude(failure: Failure, baseUrl: string, models: string[], key: string): ModelCheck {
  return {
    kind: 'problem',
    problem: failure.problem,
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    message: withoutKey(failure.message, key).slice(0, MESSAGE_MAX_CHARS),
    models,
    baseUrl,
  };
}

function problemOf(problem: ModelCheckProblem, message: string, baseUrl: string) {
  return { kind: 'problem' as const, problem, message, models: [], baseUrl };
}

function oneLine(answer: string): string {
  return answer
    .replace(/<think>[\s\S]*?(?:<\/think>|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, ANSWER_MAX_CHARS);
}

/** A key too short to be redacted by value takes the whole text with it. */
function withoutKey(text: string, key: string): string {
  const redactor = createRedactor();
  redactor.add(key);
  const redacted = redactor.redact(text);
  return key !== '' && redacted.includes(key) ? '' : redacted;
}
