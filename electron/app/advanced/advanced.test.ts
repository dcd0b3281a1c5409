import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotId } from '../../contract/ids';
import { LABELS } from '../../engine/engine';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
let bot: BotId;
beforeEach(async () => {
  test = await createTestApp();
  bot = await setUp(test);
});
afterEach(() => test.close());

const koishi = async () => {
  const found = (await test.call.advanced.services({ bot })).find(({ service }) => service === 'koishi');
  if (!found) throw new Error('there is no Koishi');
  return found;
};
const inContainer = async () =>
  (await test.engine.containers.list()).find(
    ({ labels }) => labels[LABELS.service] === 'koishi' && labels[LABELS.purpose] === 'service',
  );
/** A port that nobody has, and one that somebody listens on until the end of the test. */
async function listen(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

it('moves a service to another port, and the bot answers there', async () => {
  const free = await listen();
  await free.close();
  const before = await inContainer();
  await test.call.advanced.setPort({ bot, service: 'koishi', name: 'companion', port: free.port });
  await test.until('a green chain', (view) => view.tone === 'ok');
  await test.app.idle();
  expect((await koishi()).ports).toEqual([{ name: 'companion', port: free.port, inside: 5140 }]);
  expect((await inContainer())?.id).not.toBe(before?.id);
  await test.restart();
  expect((await koishi()).ports[0]?.port).toBe(free.port);
});

it('refuses a port that somebody has, that is out of range, or that is nobody’s', async () => {
  const taken = await listen();
  const others = (await test.call.advanced.services({ bot })).find(({ service }) => service === 'napcat');
  const before = await koishi();
  const set = (port: number, name = 'companion') =>
    test.call.advanced.setPort({ bot, service: 'koishi', name, port });
  for (const port of [taken.port, others?.ports[0]?.port ?? 0])
    await expect(set(port)).rejects.toMatchObject({ cause: { code: 'portTaken', params: { port } } });
  for (const port of [0, 80, 65_536, 1_024.5, Number.NaN])
    await expect(set(port)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(set(25_140, 'nowhere')).rejects.toMatchObject({ cause: { code: 'unknownService' } });
  await taken.close();
  expect(await koishi()).toEqual(before);
});

it('gives a service variables of the user’s own, and takes them back', async () => {
  await test.call.advanced.setEnvironment({
    bot,
    service: 'koishi',
    environment: { KOISHI_LOG_LEVEL: '3' },
  });
  await test.until('a green chain', (view) => view.tone === 'ok');
  expect((await koishi()).environment).toEqual({ KOISHI_LOG_LEVEL: '3' });
  expect((await koishi()).ours).toEqual(['TZ']);
  const first = await inContainer();
  await test.call.advanced.setEnvironment({ bot, service: 'koishi', environment: {} });
  await test.until('a green chain', (view) => view.tone === 'ok');
  expect((await koishi()).environment).toEqual({});
  expect((await inContainer())?.id).not.toBe(first?.id);
});

it('lets nobody set what is ours or the system’s, nor a secret', async () => {
  for (const [name, code] of [
    ['TZ', 'environmentRefused'],
    ['tz', 'environmentRefused'],
    ['PATH', 'environmentRefused'],
    ['LD_PRELOAD', 'environmentRefused'],
    ['NODE_OPTIONS', 'environmentRefused'],
    ['BOTPIER_MODEL_KEY', 'environmentRefused'],
    ['OPENAI_API_KEY', 'environmentSecret'],
    ['MY_TOKEN', 'environmentSecret'],
    ['PASSWORD', 'environmentSecret'],
  ] as const)
    await expect(
      test.call.advanced.setEnvironment({ bot, service: 'koishi', environment: { [name]: 'x' } }),
    ).rejects.toMatchObject({ cause: { code, params: { name } } });
  expect((await koishi()).environment).toEqual({});
});

it('takes names and values that an environment can hold, and not too many', async () => {
  const set = (environment: Record<string, string>) =>
    test.call.advanced.setEnvironment({ bot, service: 'koishi', environment });
  for (const wrong of [
    { '1A': 'x' },
    { 'A B': 'x' },
    { 'A=B': 'x' },
    { A: 'x\ny' },
    { A: 'x\0' },
    { '': 'x' },
  ])
    await expect(set(wrong as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const many = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`A${index}`, 'x']));
  await expect(set(many)).rejects.toMatchObject({ cause: { code: 'outOfRange' } });
  const services = await test.call.advanced.services({ bot });
  const { webui } = Object.fromEntries(
    await Promise.all(
      ['webui'].map(async (name) => [name, await test.secrets.get(`bot.${bot}.napcat.${name}`)]),
    ),
  );
  expect(webui).toBeTruthy();
  expect(JSON.stringify(services)).not.toContain(webui);
});
