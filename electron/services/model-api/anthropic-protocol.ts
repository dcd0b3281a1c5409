import { z } from 'zod';
import { type ApiAccess, type Protocol, parseJson } from './protocol';

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });
const Answer = z.object({ content: z.array(z.object({ text: z.string().optional() })) });

/** The API refuses a question that sets no limit; room enough for a model that thinks first. */
const MAX_TOKENS = 2_048;

export const anthropicProtocol: Protocol = {
  list: (access) => ({
    method: 'GET',
    url: `${access.baseUrl}/models?limit=1000`,
    headers: headersOf(access),
  }),
  readList(body) {
    const list = ModelList.safeParse(parseJson(body));
    return list.success ? list.data.data.map((model) => model.id) : undefined;
  },
  ask: (access, model, question) => ({
    method: 'POST',
    url: `${access.baseUrl}/messages`,
    headers: { ...headersOf(access), 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      max_tokens: MAX_TOKENS,
      messages: [{ role: 'user', content: question }],
    }),
  }),
  readAnswer(body) {
    const answer = Answer.safeParse(parseJson(body));
    return answer.success ? answer.data.content.map((part) => part.text ?? '').join('') : undefined;
  },
};

function headersOf(access: ApiAccess): Record<string, string> {
  return { 'anthropic-version': '2023-06-01', ...(access.key === '' ? {} : { 'x-api-key': access.key }) };
}
