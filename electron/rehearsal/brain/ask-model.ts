import { z } from 'zod';
import type { ProgramHost } from '../../lib/program-host';
import type { ChatSettings } from './koishi-files';

export interface Turn {
  role: 'user' | 'assistant';
  content: string;
}

/** The upstream's words, in the form ChatLuna throws them. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

interface Call {
  url: string;
  headers: Record<string, string>;
  body: unknown;
  /** The answer's text; '' when there is none. @throws when the answer is of another shape */
  read(body: string): string;
}

/** Asks the model, with the persona and what was said before. @throws ModelError */
export async function askModel(
  host: ProgramHost,
  chat: ChatSettings,
  turns: readonly Turn[],
  signal: AbortSignal,
): Promise<string> {
  const call = CALLS[chat.adapter.protocol](chat, turns);
  let status: number;
  let body: string;
  try {
    const response = await fetch(await locate(host, call.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...call.headers },
      body: JSON.stringify(call.body),
      signal,
    });
    status = response.status;
    body = await response.text();
    if (!response.ok) throw new ModelError(`${status} ${response.statusText} ${JSON.stringify(body)}`);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(tell(error), { cause: error });
  }
  try {
    return call.read(body).trim();
  } catch {
    throw new ModelError(`fetch failed: the answer is not of the API's shape (${status})`);
  }
}

const OpenAiChunk = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }) })),
});
const GeminiAnswer = z.object({
  candidates: z.array(
    z.object({ content: z.object({ parts: z.array(z.object({ text: z.string().optional() })) }) }),
  ),
});
const AnthropicAnswer = z.object({ content: z.array(z.object({ text: z.string().optional() })) });

const MAX_TOKENS = 2_048;

const CALLS: Record<
  ChatSettings['adapter']['protocol'],
  (chat: ChatSettings, turns: readonly Turn[]) => Call
> = {
  // ChatLuna asks for a stream whether it streams its answer or not.
  openai: ({ adapter, model, systemPrompt }, turns) => ({
    url: `${adapter.baseUrl}/chat/completions`,
    headers: { authorization: `Bearer ${adapter.key}` },
    body: { model, stream: true, messages: [{ role: 'system', content: systemPrompt }, ...turns] },
    read(body) {
      const events = body
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:') && !line.includes('[DONE]'));
      if (events.length === 0) throw new SyntaxError('no events');
      return events
        .flatMap((line) => OpenAiChunk.parse(JSON.parse(line.slice('data:'.length))).choices)
        .map(({ delta }) => delta.content ?? '')
        .join('');
    },
  }),
  gemini: ({ adapter, model, systemPrompt }, turns) => ({
    // The published adapter puts the key into the query.
    url: `${adapter.baseUrl}/models/${encodeURIComponent(model)}:generateContent?key=${encodeURIComponent(adapter.key)}`,
    headers: {},
    body: {
      systemInstruction: { parts: [{ text: systemPrompt }] },
      contents: turns.map(({ role, content }) => ({
        role: role === 'assistant' ? 'model' : 'user',
        parts: [{ text: content }],
      })),
    },
    read: (body) =>
      GeminiAnswer.parse(JSON.parse(body))
        .candidates.flatMap(({ content }) => content.parts)
        .map(({ text }) => text ?? '')
        .join(''),
  }),
  anthropic: ({ adapter, model, systemPrompt }, turns) => ({
    url: `${adapter.baseUrl}/messages`,
    headers: { 'x-api-key': adapter.key, 'anthropic-version': '2023-06-01' },
    body: { model, max_tokens: MAX_TOKENS, system: systemPrompt, messages: turns },
    read: (body) =>
      AnthropicAnswer.parse(JSON.parse(body))
        .content.map(({ text }) => text ?? '')
        .join(''),
  }),
};

/** The address as it is to be reached from inside the container. */
export async function locate(host: ProgramHost, address: string): Promise<URL> {
  const url = new URL(address);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const target = await host.resolve(url.hostname, port);
  // Over TLS the name is part of the proof: it stays.
  if (target.host === url.hostname || url.protocol === 'http:') {
    url.hostname = target.host;
    url.port = String(target.port);
  }
  return url;
}

/** `fetch failed` says nothing; its cause does. */
function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return cause ? `${error.message}: ${cause}` : error.message;
}
