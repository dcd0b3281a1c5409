import { z } from 'zod';
import { type ApiAccess, type Protocol, parseJson } from './protocol';

const ModelList = z.object({
  models: z.array(z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).optional() })),
});

const Answer = z.object({
  candidates: z.array(
    z.object({
      content: z.object({ parts: z.array(z.object({ text: z.string().optional() })).optional() }).optional(),
    }),
  ),
});

/** The key goes into a header: in the query, where it may go as well, it would be logged on the way. */
export const geminiProtocol: Protocol = {
  list: (access) => ({
    method: 'GET',
    url: `${access.baseUrl}/models?pageSize=1000`,
    headers: headersOf(access),
  }),
  readList(body) {
    const list = ModelList.safeParse(parseJson(body));
    if (!list.success) return undefined;
    return list.data.models
      .filter((model) => model.supportedGenerationMethods?.includes('generateContent') ?? true)
      .map((model) => model.name.replace(/^models\//, ''));
  },
  ask: (access, model, question) => ({
    method: 'POST',
    url: `${access.baseUrl}/models/${encodeURIComponent(model)}:generateContent`,
    headers: { ...headersOf(access), 'content-type': 'application/json' },
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: question }] }] }),
  }),
  readAnswer(body) {
    const answer = Answer.safeParse(parseJson(body));
    if (!answer.success) return undefined;
    const parts = answer.data.candidates.flatMap((candidate) => candidate.content?.parts ?? []);
    return parts.map((part) => part.text ?? '').join('');
  },
};

function headersOf(access: ApiAccess): Record<string, string> {
  return access.key === '' ? {} : { 'x-goog-api-key': access.key };
}
