import { afterEach, describe, expect, it } from 'vitest';
import type { BotId, StackId } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import { createTestApp, type TestApp } from '../create-test-app';

const key = (name: string) => `AIzaSy${name}`.padEnd(39, '0');
const A = key('GoodOne');
const B = key('GoodTwo');
const LIMITED = key('R429');
const BAD = key('BAD');

let test: TestApp;
afterEach(() => test.close());

async function begin(stack: StackId = 'astrbot'): Promise<BotId> {
  test = await createTestApp();
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack });
  await test.call.bots.consent({ bot, version: 1 });
  return bot;
}

/** The whole way to the first reply through a pool. */
async function setUpWithPool(text: string, stack?: StackId): Promise<BotId> {
  const bot = await begin(stack);
  await test.call.keyPool.add({ bot, text });
  await test.call.keyPool.consent({ bot, version: 1 });
  await test.until('a QR code', (view) => askOf(view, 'login') === 'scanQr');
  await test.rehearsal.controls.scan();
  await test.rehearsal.controls.confirm();
  await test.until('a green chain', (view) => view.tone === 'ok');
  return bot;
}

function askOf(view: BotView, link: string): string | undefined {
  const state = view.chain.find(({ id }) => id === link)?.state;
  return state?.kind === 'needsYou' ? state.ask.kind : undefined;
}

const statesOf = (view: BotView) => view.keyPool?.keys.map(({ state }) => state);
const isThrough = (view: BotView) => view.keyPool !== undefined && !view.keyPool.checking;

describe.each(['astrbot', 'koishi'] as const)('a bot of %s with a key pool', (stack) => {
  it('comes to its first reply, and its brain never sees a key', async () => {
    await setUpWithPool(`${A}\n${B}`, stack);
    expect(test.bot().keyPool).toMatchObject({ on: true, consented: true, expected: 2, seen: 2 });
    expect(test.bot().services.map(({ name }) => name)).toContain('gemini-balance');
    const { containers } = test.engine;
    for (const { id } of await containers.list(test.bot().id)) {
      const inspected = JSON.stringify(await containers.find(id));
      for (const secret of [A, B]) expect(inspected).not.toContain(secret);
    }
  });
});
