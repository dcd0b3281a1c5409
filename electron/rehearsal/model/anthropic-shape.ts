import { z } from 'zod';
import { type ModelShape, type Refusal, type RefusalContext, textOf, type VendorReply } from './model-shape';

const Body = z.object({
  model: z.string(),
  max_tokens: z.number(),
  stream: z.boolean().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

export const anthropicShape: ModelShape = {
  recognise(request, url) {
    if (request.method === 'POST' && url.pathname === '/v1/messages') return { kind: 'ask' };
    const isOurs = 'x-api-key' in request.headers || 'anthropic-version' in request.headers;
    return request.method === 'GET' && url.pathname === '/v1/models' && isOurs ? { kind: 'list' } : undefined;
  },
  keyOf(request) {
    const key = request.headers['x-api-key'];
    return typeof key === 'string' ? key : '';
  },
  precondition: (request) =>
    'anthropic-version' in request.headers
      ? undefined
      : refusal(400, 'invalid_request_error', 'anthropic-version: header is required'),
  refuse: (fault, context) => REFUSALS[fault](context),
  list: (models) => ({
    data: models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2025-01-01T00:00:00Z' })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }),
  read(body) {
    const { model, stream = false, messages } = Body.parse(body);
    const last = messages.findLast(({ role }) => role === 'user');
    return {
      model,
      stream,
      text: textOf(last?.content),
      talk: messages.map(({ content }) => textOf(content)),
    };
  },
  answer: (model, text) => ({
    ...message(model),
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
  }),
  stream(model, pieces) {
    const event = (type: string, fields: object) =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
    return [
      event('message_start', { message: message(model) }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...pieces.map((text) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
      ),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 16 },
      }),
      event('message_stop', {}),
    ];
  },
};

function message(model: string) {
  return {
    id: 'msg_rehearsal',
    type: 'message',
    role: 'assistant',
    model,
    content: [] as object[],
    stop_reason: null as string | null,
    stop_sequence: null,
    usage: { input_tokens: 16, output_tokens: 16 },
  };
}

function refusal(status: number, type: string, text: string, headers?: Record<string, string>): VendorReply {
  const body = { type: 'error', error: { type, message: text }, request_id: 'req_rehearsal' };
  return { status, body, ...(headers ? { headers } : {}) };
}

const noQuota = () =>
  refusal(
    400,
    'invalid_request_error',
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  );

const REFUSALS: Record<Refusal, (context: RefusalContext) => VendorReply> = {
  badKey: () => refusal(401, 'authentication_error', 'invalid x-api-key'),
  noQuota,
  noBalance: noQuota,
  rateLimited: () =>
    refusal(429, 'rate_limit_error', 'This request would exceed the rate limit for your organization.', {
      'retry-after': '20',
    }),
  region: () => ({ status: 403, body: { error: { type: 'forbidden', message: 'Request not allowed' } } }),
  modelMissing: ({ model }) => refusal(404, 'not_found_error', `model: ${model}`),
  serverError: () => refusal(500, 'api_error', 'Internal server error'),
  wrongPath: () => refusal(404, 'not_found_error', 'Not Found'),
};
