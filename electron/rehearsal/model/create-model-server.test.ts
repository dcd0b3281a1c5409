import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { closeServer } from '../lifetime';
import { createModelServer } from './create-model-server';
import type { ModelFault } from './model-shape';

const clock = createManualClock();
const KEY = 'sk-good-key-1234';
let base: string;
let { server, controls } = createModelServer({ clock });

beforeEach(async () => {
  ({ server, controls } = createModelServer({ clock, keys: [KEY] }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => closeServer(server));

interface Vendor {
  name: string;
  headers(key: string): Record<string, string>;
  list: string;
  ask(text: string, model?: string, stream?: boolean): [path: string, body: object];
  read(body: unknown): string;
}

const VENDORS: readonly Vendor[] = [
  {
    name: 'OpenAI',
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    list: '/v1/models',
    ask: (content, model = 'harbour-keeper', stream = false) => [
      '/v1/chat/completions',
      { model, stream, messages: [{ role: 'user', content }] },
    ],
    read: (body) => (body as { choices: [{ message: { content: string } }] }).choices[0].message.content,
  },
  {
    name: 'Gemini',
    headers: (key) => ({ 'x-goog-api-key': key }),
    list: '/v1beta/models',
    ask: (text, model = 'harbour-keeper', stream = false) => [
      `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      { contents: [{ role: 'user', parts: [{ text }] }] },
    ],
    read: (body) =>
      (body as { candidates: [{ content: { parts: [{ text: string }] } }] }).candidates[0].content.parts[0]
        .text,
  },
  {
    name: 'Anthropic',
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
    list: '/v1/models',
    ask: (content, model = 'harbour-keeper', stream = false) => [
      '/v1/messages',
      { model, stream, max_tokens: 64, messages: [{ role: 'user', content }] },
    ],
    read: (body) => (body as { content: [{ text: string }] }).content[0].text,
  },
];

function post(vendor: Vendor, text: string, model?: string, stream?: boolean, key = KEY): Promise<Response> {
  const [path, body] = vendor.ask(text, model, stream);
  return fetch(base + path, { method: 'POST', headers: vendor.headers(key), body: JSON.stringify(body) });
}

describe.each(VENDORS)('the model API as $name', (vendor) => {
  it('lists its models and answers, at once or in a stream, with the same words', async () => {
    const list = await (await fetch(base + vendor.list, { headers: vendor.headers(KEY) })).json();
    expect(JSON.stringify(list)).toContain('harbour-keeper');
    const whole = vendor.read(await (await post(vendor, '用一句诗说码头')).json());
    expect(whole).toMatch(/\p{Script=Han}/u);
    const stream = await (await post(vendor, '用一句诗说码头', undefined, true)).text();
    const pieces = [...stream.matchAll(/"(?:content|text)":"([^"]*)"/g)].map(([, piece]) => piece);
    expect(pieces.join('')).toBe(whole);
    expect(controls.questions.map(({ text }) => text)).toEqual(['用一句诗说码头', '用一句诗说码头']);
    expect(controls.questions.map(({ talk }) => talk)).toEqual([['用一句诗说码头'], ['用一句诗说码头']]);
  });

  const [badKey, region, quota] = {
    OpenAI: [
      [401, 'invalid_api_key'],
      [403, 'unsupported_country_region_territory'],
      [429, 'insufficient_quota'],
    ],
    Gemini: [
      [400, 'API_KEY_INVALID'],
      [400, 'User location is not supported'],
      [429, 'PerDay'],
    ],
    Anthropic: [
      [401, 'authentication_error'],
      [403, 'Request not allowed'],
      [400, 'credit balance is too low'],
    ],
  }[vendor.name] as [[number, string], [number, string], [number, string]];

  it.each<[ModelFault, number, string]>([
    ['badKey', ...badKey],
    ['region', ...region],
    ['noQuota', ...quota],
    [
      'noBalance',
      vendor.name === 'OpenAI' ? 402 : quota[0],
      vendor.name === 'OpenAI' ? 'Insufficient Balance' : quota[1],
    ],
    ['rateLimited', 429, ''],
    ['modelMissing', 404, 'harbour-keeper'],
    ['serverError', 500, ''],
    ['wrongPath', 404, ''],
    ['html', 200, '<!DOCTYPE html>'],
  ])('shows %s in its own words', async (fault, status, words) => {
    controls.setFault(fault);
    const response = await post(vendor, 'hello');
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
  });

  it('refuses a key it does not know, and a model it does not have', async () => {
    expect((await post(vendor, 'hello', undefined, false, 'sk-other')).status).toBe(badKey[0]);
    expect((await post(vendor, 'hello', 'no-such-model')).status).toBe(404);
  });

  it('answers late when slow, and never when it hangs', async () => {
    controls.setFault('slow');
    let answered = false;
    const arrived = new Promise((resolve) => server.once('request', resolve));
    const slow = post(vendor, 'hello').then((response) => {
      answered = true;
      return response;
    });
    await arrived;
    await clock.advance(19_000);
    expect(answered).toBe(false);
    const turning = (async () => {
      while (!answered) await clock.advance(1_000);
    })();
    expect((await slow).status).toBe(200);
    await turning;
    controls.setFault('hangs');
    const gone = new AbortController();
    const [path, body] = vendor.ask('hello');
    const again = new Promise((resolve) => server.once('request', resolve));
    const hanging = fetch(base + path, {
      method: 'POST',
      headers: vendor.headers(KEY),
      body: JSON.stringify(body),
      signal: gone.signal,
    });
    await again;
    await clock.advance(600_000);
    gone.abort();
    await expect(hanging).rejects.toThrow();
  });
});

it.each(VENDORS)('says as $name when to come back', async (vendor) => {
  controls.setFault('rateLimited');
  const response = await post(vendor, 'hello');
  if (vendor.name === 'Gemini') expect(await response.text()).toContain('"retryDelay":"34s"');
  else expect(response.headers.get('retry-after')).toBe('20');
});

it('takes a Gemini key from the query too, and knows compatible base paths', async () => {
  expect((await fetch(`${base}/v1beta/models?key=${KEY}`)).status).toBe(200);
  const headers = { authorization: `Bearer ${KEY}` };
  expect((await fetch(`${base}/compatible-mode/v1/models`, { headers })).status).toBe(200);
  expect((await fetch(`${base}/models`, { headers })).status).toBe(404);
});
