import { z } from 'zod';
import {
  dataEvent,
  type ModelShape,
  type Refusal,
  type RefusalContext,
  textOf,
  type VendorReply,
} from './model-shape';

const Body = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

/** Base paths under which compatible services offer the same calls. */
const BASES = /^(?:\/v1|\/compatible-mode\/v1|\/api\/paas\/v4|\/api\/v3|\/v1beta\/openai)(\/.*)$/;

const CREATED = 1_700_000_000;

export const openaiShape: ModelShape = {
  recognise(request, url) {
    const path = BASES.exec(url.pathname)?.[1];
    if (request.method === 'GET' && path === '/models') return { kind: 'list' };
    if (request.method === 'POST' && path === '/chat/completions') return { kind: 'ask' };
    return undefined;
  },
  keyOf: (request) => request.headers.authorization?.replace(/^Bearer\s+/i, '') ?? '',
  refuse: (refusal, context) => REFUSALS[refusal](context),
  list: (models) => ({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'rehearsal' })),
  }),
  read(body) {
    const { model, stream, messages } = Body.parse(body);
    const last = messages.findLast(({ role }) => role === 'user');
    const talk = messages.map(({ content }) => textOf(content));
    return { model, stream: stream ?? false, text: textOf(last?.content), talk };
  },
  answer: (model, text) => ({
    id: 'chatcmpl-rehearsal',
    object: 'chat.completion',
    created: CREATED,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 16, completion_tokens: text.length, total_tokens: 16 + text.length },
  }),
  stream(model, pieces) {
    const chunk = (delta: object, finish_reason: string | null) =>
      dataEvent({
        id: 'chatcmpl-rehearsal',
        object: 'chat.completion.chunk',
        created: CREATED,
        model,
        choices: [{ index: 0, delta, finish_reason }],
      });
    return [
      chunk({ role: 'assistant', content: '' }, null),
      ...pieces.map((content) => chunk({ content }, null)),
      chunk({}, 'stop'),
      'data: [DONE]\n\n',
    ];
  },
};

const refusal = (
  status: number,
  message: string,
  type: string,
  code: string | null,
  headers?: Record<string, string>,
): VendorReply => ({
  status,
  body: { error: { message, type, param: null, code } },
  ...(headers ? { headers } : {}),
});

const REFUSALS: Record<Refusal, (context: RefusalContext) => VendorReply> = {
  badKey: ({ key }) =>
    refusal(401, `Incorrect API key provided: ${mask(key)}.`, 'invalid_request_error', 'invalid_api_key'),
  noQuota: () =>
    refusal(
      429,
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
  noBalance: () => refusal(402, 'Insufficient Balance', 'unknown_error', 'invalid_request_error'),
  rateLimited: ({ model }) =>
    refusal(
      429,
      `Rate limit reached for ${model} on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.`,
      'requests',
      'rate_limit_exceeded',
      { 'retry-after': '20' },
    ),
  region: () =>
    refusal(
      403,
      'Country, region, or territory not supported',
      'request_forbidden',
      'unsupported_country_region_territory',
    ),
  modelMissing: ({ model }) =>
    refusal(
      404,
      `The model \`${model}\` does not exist or you do not have access to it.`,
      'invalid_request_error',
      'model_not_found',
    ),
  serverError: () =>
    refusal(500, 'The server had an error while processing your request.', 'server_error', null),
  wrongPath: ({ method, path }) =>
    refusal(404, `Invalid URL (${method} ${path})`, 'invalid_request_error', null),
};

function mask(key: string): string {
  return key.length < 8 ? '****' : `${key.slice(0, 3)}****${key.slice(-4)}`;
}
