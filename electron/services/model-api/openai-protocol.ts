import { z } from 'zod';
import { type ApiAccess, type Protocol, parseJson } from './protocol';

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

const Choice = z.object({
  message: z.object({ content: z.string().nullish() }).nullish(),
  delta: z.object({ content: z.string().nullish() }).nullish(),
});
const Completion = z.object({ choices: z.array(Choice).nullish(), usage: z.unknown().optional() });

/** Asks for a stream, because some models answer in no other way; a server that sends plain JSON is fine too. */
export const openaiProtocol: Protocol = {
  list: (access) => ({ method: 'GET', url: `${access.baseUrl}/models`, headers: headersOf(access) }),
  readList(body) {
    const list = ModelList.safeParse(parseJson(body));
    return list.success ? list.data.data.map((model) => model.id) : undefined;
  },
  ask: (access, model, question) => ({
    method: 'POST',
    url: `${access.baseUrl}/chat/completions`,
    headers: { ...headersOf(access), 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: question }], stream: true }),
  }),
  readAnswer(body) {
    const parts = chunksOf(body).map((chunk) => Completion.safeParse(parseJson(chunk)));
    const choices = parts.flatMap((part) => (part.success ? (part.data.choices ?? []) : []));
    if (choices.length === 0) return undefined;
    return choices.map((choice) => choice.message?.content ?? choice.delta?.content ?? '').join('');
  },
};

function headersOf(access: ApiAccess): Record<string, string> {
  return access.key === '' ? {} : { authorization: `Bearer ${access.key}` };
}

/** The events of a stream, or the body itself when it is none. */
function chunksOf(body: string): string[] {
  const events = body.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return events.length > 0 ? events.map((line) => line.slice('data:'.length)) : [body];
}
