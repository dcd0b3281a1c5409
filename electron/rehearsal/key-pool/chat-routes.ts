import { z } from 'zod';
import { dataEvent, textOf } from '../model/model-shape';
import { messageOf, type Pool } from './pool';
import { HttpError, type PoolCall, type PoolRoute, readObject, sendJson, ValidationError } from './pool-call';
import { UpstreamRefusal } from './upstream';

const ChatRequest = z.object({
  model: z.string().default('gemini-2.5-flash-lite'),
  stream: z.boolean().default(false),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

const GeminiModels = z.object({ models: z.array(z.looseObject({ name: z.string() })) });
const GeminiAnswer = z.object({
  candidates: z.array(z.object({ content: z.object({ parts: z.array(z.object({ text: z.string() })) }) })),
});

/** How it hides whatever went wrong inside. */
const masked = (operation: string) => new HttpError(500, `Internal server error during ${operation}`);

async function listModels({ pool, response }: PoolCall): Promise<void> {
  const key = pool.ring().randomValid();
  try {
    const { models } = await fetchModels(pool, key);
    const ids = models.map(({ name }) => name.split('/').at(-1) ?? name);
    const data = ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'google' }));
    sendJson(response, 200, { object: 'list', data, success: true });
  } catch {
    // A list that could not be had is no error to it.
    sendJson(response, 200, null);
  }
}

async function fetchModels(pool: Pool, key: string): Promise<z.infer<typeof GeminiModels>> {
  const body = await pool
    .call(key, { method: 'GET', path: `/models?key=${key}&pageSize=1000` })
    .catch((error: unknown) => {
      pool.log('ERROR', 'api_client.py:77', `获取模型列表失败: ${messageOf(error)}`);
      throw error;
    });
  const list = GeminiModels.parse(JSON.parse(body));
  const { FILTERED_MODELS } = pool.settings;
  return {
    models: list.models.filter(({ name }) => !FILTERED_MODELS.includes(name.split('/').at(-1) ?? '')),
  };
}

async function chat(call: PoolCall): Promise<void> {
  const { pool, response, body } = call;
  const asked = ChatRequest.safeParse(readObject(body));
  if (!asked.success) throw new ValidationError(asked.error.message);
  const { model, stream } = asked.data;
  const payload = toGemini(asked.data.messages);
  // Before anything that hides what goes wrong: a pool without keys says so.
  const first = pool.ring().nextWorking();
  try {
    await pool.attempt(first, async (key) => {
      pool.log('INFO', 'openai_routes.py:81', `Using allowed token: ${pool.settings.ALLOWED_TOKENS[0]}`);
      if (pool.settings.FILTERED_MODELS.includes(model))
        throw new HttpError(400, `Model ${model} is not supported`);
      // A stream that fails before its first word tries the other keys by itself.
      if (stream) return answerStream(call, key, model, payload);
      const text = await generate(pool, key, model, payload, 'openai-chat-non-stream');
      sendJson(response, 200, {
        id: `chatcmpl-${key.length}`,
        object: 'chat.completion',
        model,
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      });
    });
  } catch (error) {
    throw error instanceof HttpError ? error : masked('chat_completion');
  }
}

async function answerStream(
  { pool, response }: PoolCall,
  first: string,
  model: string,
  payload: object,
): Promise<void> {
  let text: string;
  try {
    text = await pool.attempt(first, (key) => generate(pool, key, model, payload, 'openai-chat-stream'));
  } catch (error) {
    if (!(error instanceof UpstreamRefusal)) throw error;
    return sendJson(response, error.status, { error: { code: error.status, message: error.body } });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const piece of text.match(/[\s\S]{1,8}/gu) ?? [])
    response.write(
      dataEvent({ object: 'chat.completion.chunk', model, choices: [{ delta: { content: piece } }] }),
    );
  response.write(
    dataEvent({ object: 'chat.completion.chunk', model, choices: [{ delta: {}, finish_reason: 'stop' }] }),
  );
  response.end('data: [DONE]\n\n');
}

/** One question with one key; what went wrong goes into the list of errors first. */
export async function generate(
  pool: Pool,
  key: string,
  model: string,
  payload: object,
  kind: string,
): Promise<string> {
  try {
    const body = await pool.call(key, {
      method: 'POST',
      path: `/models/${encodeURIComponent(model)}:generateContent?key=${key}`,
      body: payload,
    });
    return GeminiAnswer.parse(JSON.parse(body))
      .candidates.flatMap(({ content }) => content.parts)
      .map(({ text }) => text)
      .join('');
  } catch (error) {
    pool.log(
      'WARNING',
      'openai_chat_service.py:530',
      `Streaming API call failed with error: ${messageOf(error)}. Attempt with key ${key}`,
    );
    await pool.noteError(kind, key, model, error);
    throw error;
  }
}

function toGemini(messages: readonly { role: string; content?: unknown }[]): object {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => textOf(content));
  return {
    ...(system.length > 0
      ? { systemInstruction: { role: 'system', parts: system.map((text) => ({ text })) } }
      : {}),
    contents: messages
      .filter(({ role }) => role !== 'system')
      .map(({ role, content }) => ({
        role: role === 'assistant' ? 'model' : 'user',
        parts: [{ text: textOf(content) }],
      })),
  };
}

/** Hands a call through to the provider's own OpenAI-shaped API. */
async function passThrough({ pool, response, body }: PoolCall): Promise<void> {
  const first = pool.ring().nextWorking();
  try {
    const answer = await pool.attempt(first, (key) =>
      pool.call(key, {
        method: 'POST',
        path: '/openai/chat/completions',
        body: readObject(body),
        headers: { authorization: `Bearer ${key}` },
      }),
    );
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  } catch (error) {
    throw error instanceof ValidationError ? error : masked('chat_completion');
  }
}

async function passModels({ pool, response }: PoolCall): Promise<void> {
  const key = pool.ring().randomValid();
  const answer = await pool
    .call(key, { method: 'GET', path: '/openai/models', headers: { authorization: `Bearer ${key}` } })
    .catch(() => {
      throw masked('list_models');
    });
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
}

async function geminiModels({ pool, response }: PoolCall): Promise<void> {
  const models = await fetchModels(pool, pool.ring().randomValid()).catch(() => {
    throw new HttpError(500, 'Failed to fetch base models list.');
  });
  sendJson(response, 200, models);
}

async function geminiAsk({ pool, response, rest, body }: PoolCall): Promise<void> {
  const [model = '', operation = ''] = decodeURIComponent(rest).split(':');
  const stream = operation === 'streamGenerateContent';
  if (!stream && operation !== 'generateContent') throw new HttpError(404, 'Not Found');
  const first = pool.ring().nextWorking();
  try {
    const path = `/models/${encodeURIComponent(model)}:${operation}`;
    const answer = await pool.attempt(first, async (key) =>
      pool
        .call(key, {
          method: 'POST',
          path: `${path}?${stream ? 'alt=sse&' : ''}key=${key}`,
          body: readObject(body),
        })
        .catch(async (error: unknown) => {
          await pool.noteError('gemini-chat', key, model, error);
          throw error;
        }),
    );
    response
      .writeHead(200, { 'content-type': stream ? 'text/event-stream; charset=utf-8' : 'application/json' })
      .end(answer);
  } catch (error) {
    throw error instanceof ValidationError ? error : masked('gemini_generate_content');
  }
}

export const chatRoutes: readonly PoolRoute[] = [
  ...['/v1', '/hf/v1'].flatMap((base): PoolRoute[] => [
    { method: 'GET', path: `${base}/models`, as: 'client', handle: listModels },
    { method: 'POST', path: `${base}/chat/completions`, as: 'client', handle: chat },
  ]),
  { method: 'GET', path: '/openai/v1/models', as: 'client', handle: passModels },
  { method: 'POST', path: '/openai/v1/chat/completions', as: 'client', handle: passThrough },
  ...['/v1beta', '/gemini/v1beta'].flatMap((base): PoolRoute[] => [
    { method: 'GET', path: `${base}/models`, as: 'gemini', handle: geminiModels },
    { method: 'POST', path: `${base}/models/*`, as: 'gemini', handle: geminiAsk },
  ]),
];
