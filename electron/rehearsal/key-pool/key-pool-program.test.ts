import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestPool, MODEL, type TestPool, TOKENS } from '../../services/gemini-balance/test-pool';
import { closeServer } from '../lifetime';

const GOOD = 'AIzaSyGoodKey0000000000000000000000001';
const LIMITED = 'AIzaSyR4290000000000000000000000000002';
const BAD = 'AIzaSyBAD00000000000000000000000000003';

let pool: TestPool;
beforeEach(async () => {
  pool = await createTestPool();
});
afterEach(() => pool[Symbol.asyncDispose]());

const CLIENT = { authorization: `Bearer ${TOKENS.client}` };
const ADMIN = { authorization: `Bearer ${TOKENS.admin}` };
const COOKIE = { cookie: `auth_token=${TOKENS.admin}` };
const httpError = (message: string) => ({ error: { code: 'http_error', message } });

const env = (over: Record<string, string> = {}) => ({
  DATABASE_TYPE: 'sqlite',
  API_KEYS: JSON.stringify([GOOD]),
  ALLOWED_TOKENS: JSON.stringify([TOKENS.client]),
  AUTH_TOKEN: TOKENS.admin,
  BASE_URL: pool.baseUrl,
  TEST_MODEL: MODEL,
  ...over,
});
const withKeys = (...keys: string[]) => env({ API_KEYS: JSON.stringify(keys) });
const post = (path: string, body: object, headers: Record<string, string> = CLIENT) =>
  pool.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
const put = (body: object) =>
  pool.fetch('/api/config', { method: 'PUT', headers: COOKIE, body: JSON.stringify(body) });
const chat = (over: object = {}) =>
  post('/v1/chat/completions', { model: MODEL, messages: [{ role: 'user', content: 'hi' }], ...over });
const fails = async () => (await pool.fetch('/v1/keys/list', { headers: ADMIN })).body;

describe('the environment', () => {
  it.each([
    ['a list that is no JSON', { API_KEYS: 'a,b' }, 'error parsing value for field "API_KEYS"'],
    [
      'a list in the quotes of an env file',
      { API_KEYS: `'["a"]'` },
      'error parsing value for field "API_KEYS"',
    ],
    ['no kind of database', { DATABASE_TYPE: 'mysql' }, 'MySQL configuration is required'],
    ['a number that is none', { MAX_RETRIES: 'many' }, 'MAX_RETRIES'],
  ])('with %s ends it at once', async (_, over, words) => {
    await pool.start(env(over));
    expect(await pool.stop()).toBe(1);
    expect(pool.log.join('\n')).toContain(words);
  });

  it('of the image has a token that everybody knows, and it is the admin too', async () => {
    await pool.start({ DATABASE_TYPE: 'sqlite' });
    const headers = { authorization: 'Bearer your_token_1' };
    expect(await pool.fetch('/v1/keys/list', { headers })).toMatchObject({
      status: 200,
      body: { data: { valid_keys: { your_api_key_1: 0 } }, total: 1 },
    });
  });

  it('means nothing any more after the first start: the database wins', async () => {
    await pool.start(env());
    await pool.stop();
    await pool.start(env({ API_KEYS: '["other"]', AUTH_TOKEN: 'other' }));
    expect(await pool.fetch('/v1/keys/list', { headers: { authorization: 'other' } })).toMatchObject({
      status: 401,
    });
    expect(await fails()).toMatchObject({ data: { valid_keys: { [GOOD]: 0 } } });
  });
});

describe('who may', () => {
  it.each<[string, string, RequestInit, number, unknown]>([
    ['no token', '/v1/models', {}, 401, httpError('Missing Authorization header')],
    [
      'a bare token',
      '/v1/models',
      { headers: { authorization: 'x' } },
      401,
      httpError('Invalid Authorization header format'),
    ],
    [
      'a wrong token',
      '/v1/models',
      { headers: { authorization: 'Bearer x' } },
      401,
      httpError('Invalid token'),
    ],
    ['the client as admin', '/v1/keys/list', { headers: CLIENT }, 401, httpError('Invalid auth_token')],
    [
      'the admin, bare',
      '/v1/keys/list',
      { headers: { authorization: TOKENS.admin } },
      200,
      expect.anything(),
    ],
    ['the admin as client', '/hf/v1/models', { headers: ADMIN }, 200, expect.anything()],
    ['a key in the query', `/gemini/v1beta/models?key=${TOKENS.client}`, {}, 200, expect.anything()],
    [
      'a key in its header',
      '/v1beta/models',
      { headers: { 'x-goog-api-key': TOKENS.client } },
      200,
      expect.anything(),
    ],
    ['no key there', '/v1beta/models', {}, 401, httpError('Invalid key and missing x-goog-api-key header')],
    ['a path of somebody else', '/gemini/hf/v1/models', { headers: CLIENT }, 404, httpError('Not Found')],
    ['nobody, to its health', '/health', {}, 200, { status: 'healthy' }],
    [
      'nobody, to a check of any key',
      `/gemini/v1beta/verify-key/${GOOD}`,
      { method: 'POST' },
      200,
      { status: 'valid' },
    ],
  ])('%s', async (_, path, init, status, body) => {
    await pool.start(env());
    expect(await pool.fetch(path, init)).toMatchObject({ status, body });
  });

  it.each(['/api/config', '/api/logs/errors', '/keys'])(
    'nobody without the cookie: sent away from %s',
    async (path) => {
      await pool.start(env());
      expect(await pool.fetch(path)).toMatchObject({ status: 307, location: '/' });
      expect(await pool.fetch(path, { headers: COOKIE })).toMatchObject({ status: 200 });
    },
  );

  it('signs in with a form, and the cookie is the token itself', async () => {
    await pool.start(env());
    const form = (token: string) =>
      pool.fetch('/auth', { method: 'POST', body: new URLSearchParams({ auth_token: token }) });
    expect(await form(TOKENS.admin)).toMatchObject({ status: 302, location: '/keys' });
    expect(await form('x')).toMatchObject({ status: 302, location: '/' });
  });
});

describe('its configuration', () => {
  it('without LOG_LEVEL is changed and refused', async () => {
    await pool.start(env());
    expect(await put({ MAX_RETRIES: 9 })).toMatchObject({ status: 400, body: httpError(`'LOG_LEVEL'`) });
    expect(await put({ LOG_LEVEL: 'ERROR' })).toMatchObject({ status: 200, body: { MAX_RETRIES: 9 } });
  });

  it('reset leaves it without keys until it is started anew, and then all is as before', async () => {
    await pool.start(env());
    await put({ API_KEYS: [LIMITED], LOG_LEVEL: 'ERROR' });
    await pool.fetch('/api/config/reset', { method: 'POST', headers: COOKIE });
    expect(await pool.fetch('/v1/keys/list', { headers: ADMIN })).toMatchObject({
      status: 500,
      body: expect.stringContaining('API keys are required to initialize'),
    });
    await pool.stop();
    await pool.start(env());
    expect(await fails()).toMatchObject({ data: { valid_keys: { [LIMITED]: 0 } } });
  });
});

describe('turns and errors', () => {
  it('a key that failed MAX_FAILURES times is stepped over', async () => {
    await pool.start(withKeys(LIMITED, GOOD));
    for (let i = 0; i < 8; i++) expect(await chat()).toMatchObject({ status: 200 });
    expect(await fails()).toMatchObject({
      data: { valid_keys: { [GOOD]: 0 }, invalid_keys: { [LIMITED]: 3 } },
      total: 2,
    });
  });

  it('counts live in memory alone', async () => {
    await pool.start(withKeys(LIMITED));
    await chat();
    await pool.stop();
    await pool.start(withKeys(LIMITED));
    expect(await fails()).toMatchObject({ data: { valid_keys: { [LIMITED]: 0 } } });
  });

  it('a check that works sets the count back, one that fails adds to it', async () => {
    await pool.start(withKeys(GOOD, LIMITED));
    const keys = [GOOD, LIMITED];
    expect(await post('/gemini/v1beta/verify-selected-keys', { keys }, {})).toMatchObject({
      body: { successful_keys: [GOOD], failed_keys: { [LIMITED]: { error_code: 429 } } },
    });
    expect(await fails()).toMatchObject({ data: { valid_keys: { [GOOD]: 0, [LIMITED]: 1 } } });
    await post('/gemini/v1beta/reset-all-fail-counts', {}, {});
    expect(await fails()).toMatchObject({ data: { valid_keys: { [LIMITED]: 0 } } });
  });

  it.each([
    ['429', [LIMITED]],
    ['400', [BAD]],
  ])('all keys failing with %s is a masked 500, and the list of errors tells', async (code, keys) => {
    await pool.start(withKeys(...keys));
    expect(await chat()).toMatchObject({
      status: 500,
      body: httpError('Internal server error during chat_completion'),
    });
    const { body } = await pool.fetch('/api/logs/errors?limit=1', { headers: COOKIE });
    const [{ id, error_code }] = (body as { logs: [{ id: number; error_code: number }] }).logs;
    expect(String(error_code)).toBe(code);
    const details = await pool.fetch(`/api/logs/errors/${id}/details`, { headers: COOKIE });
    expect(details.body).toMatchObject({ error_log: expect.stringContaining(code) });
  });

  it('a stream passes the status on, and the answer as a text', async () => {
    await pool.start(withKeys(BAD));
    expect(await chat({ stream: true })).toMatchObject({
      status: 400,
      body: { error: { code: 400, message: expect.stringContaining('API_KEY_INVALID') } },
    });
  });

  it('a stream ends with [DONE]', async () => {
    await pool.start(env());
    const { body } = await chat({ stream: true });
    expect(body).toContain('chat.completion.chunk');
    expect(String(body).trimEnd().endsWith('data: [DONE]')).toBe(true);
  });

  it.each([false, true])('a provider that is not reached is a 500, streaming or not: %s', async (stream) => {
    await pool.start(env());
    await closeServer(pool.upstreamServer);
    expect(await chat({ stream })).toMatchObject({ status: 500 });
  });

  it('a model that is filtered out is refused, and counted as a failure of the key', async () => {
    await pool.start(env());
    expect(await chat({ model: 'chat-bison-001' })).toMatchObject({
      status: 400,
      body: httpError('Model chat-bison-001 is not supported'),
    });
    expect(await fails()).toMatchObject({ data: { invalid_keys: { [GOOD]: 3 } } });
  });

  it('a body that is none is 422', async () => {
    await pool.start(env());
    expect(await post('/v1/chat/completions', { model: MODEL })).toMatchObject({
      status: 422,
      body: { error: { code: 'validation_error' } },
    });
  });

  it('a list that cannot be had is `null` with 200, or 500 in the shape of Gemini', async () => {
    await pool.start(withKeys(BAD));
    expect(await pool.fetch('/hf/v1/models', { headers: CLIENT })).toMatchObject({ status: 200, body: null });
    expect(await pool.fetch(`/gemini/v1beta/models?key=${TOKENS.client}`)).toMatchObject({
      status: 500,
      body: httpError('Failed to fetch base models list.'),
    });
  });

  it('no keys at all are an error of another shape', async () => {
    await pool.start(withKeys());
    expect(await chat()).toEqual({ status: 500, body: 'coroutine raised StopIteration', location: null });
  });

  it('a question in the shape of Gemini is answered as the provider does', async () => {
    await pool.start(env());
    const path = `/gemini/v1beta/models/${MODEL}:generateContent?key=${TOKENS.client}`;
    expect(await post(path, { contents: [{ parts: [{ text: 'hi' }] }] }, {})).toMatchObject({
      status: 200,
      body: { candidates: expect.anything() },
    });
  });

  it('a proxy is used for every call of its key', async () => {
    await pool.start(
      env({
        BASE_URL: 'http://nowhere.invalid/v1beta',
        PROXIES: JSON.stringify([new URL(pool.baseUrl).origin]),
      }),
    );
    // The toy provider takes a whole address as a path, as a proxy would.
    expect(await chat()).toMatchObject({ status: 200 });
  });
});

it('writes coloured lines, at INFO with the client token in clear', async () => {
  await pool.start(env());
  await chat();
  const line = pool.log.find((each) => each.includes('Using allowed token'));
  expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \| /);
  expect(line).toContain('\u001B[32mINFO\u001B[0m');
  expect(line).toContain(TOKENS.client);
});
