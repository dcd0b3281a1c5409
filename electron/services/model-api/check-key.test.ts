import { describe, expect, it } from 'vitest';
import { ModelCheck, type ProviderId } from '../../contract/model';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import { type CheckModelInput, checkModel } from './check-key';
import { findProvider } from './providers';
import { type LocalAnswer, type SeenRequest, startLocalApi } from './test-api';

const KEY = 'sk-0123456789abcdefghij';

async function check(provider: ProviderId, baseUrl: string, more: Partial<CheckModelInput> = {}) {
  const result = await checkModel({
    provider: findProvider(provider),
    baseUrl,
    key: KEY,
    fetch,
    clock: systemClock,
    ...more,
  });
  expect(ModelCheck.parse(result)).toEqual(result);
  expect(JSON.stringify(result)).not.toContain(KEY);
  return result;
}

function openai(models: string[], answer: (model: string) => LocalAnswer) {
  const chat = ({ body }: SeenRequest) => answer((body as { model: string }).model);
  return {
    'GET /v1/models': { json: { object: 'list', data: models.map((id) => ({ id })) } },
    'POST /v1/chat/completions': chat,
  };
}

const says = (content: string): LocalAnswer => ({ json: { choices: [{ message: { content } }] } });
const noModel = (model: string): LocalAnswer => ({
  status: 404,
  json: { error: { message: `The model \`${model}\` does not exist`, code: 'model_not_found' } },
});

describe('checkModel finds a working key', () => {
  it('in the OpenAI way: lists, picks the suggested model, asks it', async () => {
    await using api = await startLocalApi(
      openai(['deepseek-v4-pro', 'deepseek-flash'], (m) => says(`${m}:\n你好`)),
    );
    expect(await check('deepseek', `${api.origin}/v1`, { key: ` "Bearer ${KEY}"\n` })).toMatchObject({
      kind: 'ok',
      baseUrl: `${api.origin}/v1`,
      models: ['deepseek-v4-pro', 'deepseek-flash'],
      model: 'deepseek-flash',
      answer: 'deepseek-flash: 你好',
    });
    expect(api.seen.map((request) => request.headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ]);
  });

  it('from a stream, without the thoughts', async () => {
    const events = ['<think>hm', '</think>你', '好'].map(
      (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
    );
    const text = [': keep-alive\n\n', ...events, 'data: [DONE]\n\n'].join('');
    await using api = await startLocalApi(
      openai(['m'], () => ({ headers: { 'content-type': 'text/event-stream' }, text })),
    );
    expect(await check('custom', `${api.origin}/v1`)).toMatchObject({ kind: 'ok', answer: '你好' });
    expect(api.seen.at(-1)?.body).toMatchObject({ model: 'm', stream: true });
  });

  it('in the Gemini way, the key in a header and never in the URL', async () => {
    const models = [
      { name: 'models/embedding-001', supportedGenerationMethods: ['embedContent'] },
      { name: 'models/gemini-flash-latest', supportedGenerationMethods: ['generateContent'] },
    ];
    await using api = await startLocalApi({
      'GET /v1beta/models': { json: { models } },
      'POST /v1beta/models/gemini-flash-latest:generateContent': {
        json: { candidates: [{ content: { parts: [{ text: 'hello' }], role: 'model' } }] },
      },
    });
    expect(await check('gemini', api.origin)).toMatchObject({
      kind: 'ok',
      baseUrl: `${api.origin}/v1beta`,
      models: ['gemini-flash-latest'],
      answer: 'hello',
    });
    for (const request of api.seen) {
      expect(request.headers['x-goog-api-key']).toBe(KEY);
      expect(request.query.toString()).not.toContain(KEY);
    }
  });

  it('in the Anthropic way, with its version header', async () => {
    await using api = await startLocalApi({
      'GET /v1/models': {
        json: { data: [{ type: 'model', id: 'claude-haiku-4-5-20251001' }], has_more: false },
      },
      'POST /v1/messages': { json: { type: 'message', content: [{ type: 'text', text: 'hi' }] } },
    });
    expect(await check('anthropic', api.origin)).toMatchObject({
      kind: 'ok',
      model: 'claude-haiku-4-5-20251001',
    });
    for (const request of api.seen) {
      expect(request.headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    }
  });

  it('without a key where none is needed', async () => {
    await using api = await startLocalApi(openai(['qwen3:8b'], () => says('hi')));
    expect(await check('ollama', `${api.origin}/v1`, { key: '' })).toMatchObject({
      kind: 'ok',
      model: 'qwen3:8b',
    });
    expect(api.seen.some((request) => 'authorization' in request.headers)).toBe(false);
  });

  it('where the models cannot be listed: takes the suggested ones', async () => {
    const { 'POST /v1/chat/completions': chat } = openai([], () => says('hi'));
    await using api = await startLocalApi({ 'POST /v1/chat/completions': chat });
    expect(await check('moonshot', `${api.origin}/v1`)).toMatchObject({
      kind: 'ok',
      model: 'kimi-k2.6',
      models: findProvider('moonshot').suggestedModels,
    });
  });

  it('with the model that was asked for, though it is not listed', async () => {
    await using api = await startLocalApi(openai(['other'], (model) => says(model)));
    expect(await check('deepseek', `${api.origin}/v1`, { model: 'hidden' })).toMatchObject({
      kind: 'ok',
      model: 'hidden',
    });
  });

  it('stepping over a listed model that is not open to this key', async () => {
    await using api = await startLocalApi(
      openai(['deepseek-flash', 'deepseek-v4-pro'], (m) =>
        m === 'deepseek-flash' ? noModel(m) : says('hi'),
      ),
    );
    expect(await check('deepseek', `${api.origin}/v1`)).toMatchObject({
      kind: 'ok',
      model: 'deepseek-v4-pro',
    });
  });
});

describe('checkModel repairs the base URL', () => {
  it.each(['', '/', '/v1/', '/v1/chat/completions', '/v1/models?limit=1', '/chat', '/console/token'])(
    'typed with %j at its end',
    async (end) => {
      await using api = await startLocalApi(openai(['m'], () => says('hi')));
      expect(await check('custom', api.origin + end)).toMatchObject({
        kind: 'ok',
        baseUrl: `${api.origin}/v1`,
      });
    },
  );

  it('typed without a scheme', async () => {
    await using api = await startLocalApi(openai(['m'], () => says('hi')));
    const typed = api.origin.replace('http://', '');
    expect(await check('custom', typed)).toMatchObject({ kind: 'ok', baseUrl: `${api.origin}/v1` });
  });

  it('stepping over a web page that answers everywhere else', async () => {
    await using api = await startLocalApi({
      ...openai(['m'], () => says('hi')),
      '*': { text: '<!doctype html><title>One API</title>' },
    });
    expect(await check('custom', `${api.origin}/panel`)).toMatchObject({
      kind: 'ok',
      baseUrl: `${api.origin}/v1`,
    });
  });

  it('does not carry the key to where a redirect leads', async () => {
    await using other = await startLocalApi(openai(['m'], () => says('hi')));
    await using api = await startLocalApi({
      '*': { status: 307, headers: { location: `${other.origin}/v1/models` }, text: '' },
    });
    expect(await check('custom', api.origin)).toMatchObject({
      kind: 'problem',
      problem: 'modelBaseUrl',
      status: 307,
    });
    expect(other.seen).toEqual([]);
  });
});

describe('checkModel says what is wrong', () => {
  it('with a key that can be none, without asking anybody', async () => {
    await using api = await startLocalApi({});
    expect(await check('deepseek', api.origin, { key: '我的密钥' })).toMatchObject({
      problem: 'keyMalformed',
      message: 'foreignCharacters',
    });
    expect(await check('deepseek', api.origin, { key: '' })).toMatchObject({ problem: 'keyMalformed' });
    expect(api.seen).toEqual([]);
  });

  it('with an address that is none', async () => {
    expect(await check('custom', '…')).toMatchObject({ problem: 'modelBaseUrl', baseUrl: '' });
  });

  it('when the model asked for is refused, and which ones there are', async () => {
    await using api = await startLocalApi(openai(['a', 'b'], noModel));
    expect(await check('custom', `${api.origin}/v1`, { model: 'gpt-9' })).toMatchObject({
      problem: 'modelMissing',
      models: ['a', 'b'],
      status: 404,
    });
  });

  it('when the list is open to all and the key is wrong', async () => {
    await using api = await startLocalApi(
      openai(['m'], () => ({ status: 401, json: { error: { message: `No such key: ${KEY}` } } })),
    );
    expect(await check('custom', `${api.origin}/v1`)).toMatchObject({
      problem: 'keyRefused',
      message: 'No such key: [redacted]',
    });
  });

  it.each([
    ['2', 2_000],
    [new Date(1_700_000_030_000).toUTCString(), 30_000],
    ['soon', undefined],
  ])('when it is asked to wait: Retry-After %s', async (header, retryAfterMs) => {
    await using api = await startLocalApi({
      '*': { status: 429, headers: { 'retry-after': header }, json: { error: { message: 'slow down' } } },
    });
    const clock = createManualClock(1_700_000_000_000);
    const result = await check('custom', `${api.origin}/v1`, { clock });
    expect(result).toMatchObject({ problem: 'keyRateLimited', status: 429 });
    expect(result.kind === 'problem' && result.retryAfterMs).toBe(retryAfterMs);
  });

  it('when nobody listens', async () => {
    const api = await startLocalApi({});
    await api[Symbol.asyncDispose]();
    expect(await check('custom', `${api.origin}/v1`)).toMatchObject({
      problem: 'modelUnreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('when the name is not known', async () => {
    expect(await check('custom', 'https://no-such-host.invalid/v1')).toMatchObject({
      problem: 'modelUnreachable',
    });
  });

  it('when a proxy is needed: a provider abroad itself is out of reach', async () => {
    const api = await startLocalApi({});
    await api[Symbol.asyncDispose]();
    const provider = { ...findProvider('openai'), baseUrl: `${api.origin}/v1` };
    expect(await check('openai', '', { provider })).toMatchObject({ problem: 'modelNeedsProxy' });
    expect(await check('openai', `${api.origin}/v1`)).toMatchObject({ problem: 'modelUnreachable' });
  });

  it('when no answer comes in time', async () => {
    const clock = createManualClock();
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await using api = await startLocalApi({
      '*': () => {
        arrived();
        return 'never';
      },
    });
    const checking = check('custom', `${api.origin}/v1`, { clock });
    await arrival;
    await clock.advance(10_000);
    expect(await checking).toMatchObject({
      problem: 'modelUnreachable',
      message: 'no answer within 10000 ms',
    });
  });

  it('nothing at all when it is aborted', async () => {
    const abort = new AbortController();
    await using api = await startLocalApi({
      '*': () => {
        abort.abort(new Error('enough'));
        return 'never';
      },
    });
    await expect(check('custom', `${api.origin}/v1`, { signal: abort.signal })).rejects.toThrow('enough');
  });
});
