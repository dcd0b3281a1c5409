import { z } from 'zod';
import {
  dataEvent,
  type ModelShape,
  type Refusal,
  type RefusalContext,
  type VendorReply,
} from './model-shape';

const Body = z.object({
  contents: z.array(
    z.object({
      role: z.string().optional(),
      parts: z.array(z.object({ text: z.string().optional() })).default([]),
    }),
  ),
});

const BASE = /^\/(?:v1beta|v1)\/models(?:\/([^/:]+):(generateContent|streamGenerateContent))?$/;

export const geminiShape: ModelShape = {
  recognise(request, url) {
    const match = BASE.exec(url.pathname);
    if (!match) return undefined;
    const [, model, method] = match;
    if (model !== undefined) {
      const named = decodeURIComponent(model);
      return request.method === 'POST'
        ? { kind: 'ask', model: named, stream: method === 'streamGenerateContent' }
        : undefined;
    }
    // The list's path is also another family's: only the key's place tells them apart.
    const isOurs =
      url.pathname.startsWith('/v1beta') ||
      'x-goog-api-key' in request.headers ||
      url.searchParams.has('key');
    return request.method === 'GET' && isOurs ? { kind: 'list' } : undefined;
  },
  keyOf(request, url) {
    const header = request.headers['x-goog-api-key'];
    return (typeof header === 'string' ? header : undefined) ?? url.searchParams.get('key') ?? '';
  },
  refuse: (refusal, context) => REFUSALS[refusal](context),
  list: (models) => ({
    models: models.map((name) => ({
      name: `models/${name}`,
      version: '001',
      displayName: name,
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 8_192,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    })),
  }),
  read(body, { model = '', stream = false }) {
    const { contents } = Body.parse(body);
    const last = contents.findLast(({ role }) => role !== 'model');
    const talk = contents.map(saidIn);
    return { model, stream, text: last ? saidIn(last) : '', talk };
  },
  answer: (model, text) => piece(model, text, 'STOP'),
  stream: (model, pieces) =>
    pieces.map((text, index) =>
      dataEvent(piece(model, text, index === pieces.length - 1 ? 'STOP' : undefined)),
    ),
};

function saidIn({ parts }: z.infer<typeof Body>['contents'][number]): string {
  return parts.map(({ text }) => text ?? '').join('');
}

function piece(model: string, text: string, finishReason: string | undefined): object {
  return {
    candidates: [
      { content: { parts: [{ text }], role: 'model' }, index: 0, ...(finishReason ? { finishReason } : {}) },
    ],
    usageMetadata: {
      promptTokenCount: 16,
      candidatesTokenCount: text.length,
      totalTokenCount: 16 + text.length,
    },
    modelVersion: model,
  };
}

const refusal = (
  code: number,
  status: string,
  message: string,
  details?: readonly object[],
): VendorReply => ({
  status: code,
  body: { error: { code, message, status, ...(details ? { details } : {}) } },
});

const quota = (quotaId: string, retryDelay: string) => [
  { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] },
  { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
];

const noQuota = () =>
  refusal(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
    quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', '3600s'),
  );

const REFUSALS: Record<Refusal, (context: RefusalContext) => VendorReply> = {
  badKey: ({ key }) =>
    key === ''
      ? refusal(
          403,
          'PERMISSION_DENIED',
          "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity to call this API.",
        )
      : refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'API_KEY_INVALID',
            domain: 'googleapis.com',
            metadata: { service: 'generativelanguage.googleapis.com' },
          },
        ]),
  noQuota,
  noBalance: noQuota,
  rateLimited: () =>
    refusal(
      429,
      'RESOURCE_EXHAUSTED',
      'Resource has been exhausted (e.g. check quota).',
      quota('GenerateRequestsPerMinutePerProjectPerModel-FreeTier', '34s'),
    ),
  region: () => refusal(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
  modelMissing: ({ model }) =>
    refusal(
      404,
      'NOT_FOUND',
      `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
    ),
  serverError: () => refusal(500, 'INTERNAL', 'An internal error has occurred.'),
  wrongPath: ({ path }) => ({
    status: 404,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL <code>${path}</code> was not found on this server.`,
  }),
};
