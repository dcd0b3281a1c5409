import type { BotId, LinkId, StackId } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import { createTestApp, type TestApp } from '../create-test-app';

/** A key in Google's form; what its name says is what is wrong with it. */
export const key = (name: string) => `AIzaSy${name}`.padEnd(39, '0');
export const A = key('GoodOne');
export const B = key('GoodTwo');

/** A bot whose stack is chosen and agreed to, and nothing more. */
export async function beginBot(stack: StackId = 'astrbot'): Promise<{ test: TestApp; bot: BotId }> {
  const test = await createTestApp();
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack });
  await test.call.bots.consent({ bot, version: 1 });
  return { test, bot };
}

/** A bot whose pool runs with these keys, all of them tried; nobody has signed in. */
export async function beginPool(text: string, stack?: StackId): Promise<{ test: TestApp; bot: BotId }> {
  const { test, bot } = await beginBot(stack);
  await test.call.keyPool.add({ bot, text });
  await test.call.keyPool.consent({ bot, version: 1 });
  await test.until('a pool with its keys', isReady);
  return { test, bot };
}

/** From a running pool to the first reply. */
export async function signIn(test: TestApp): Promise<void> {
  await test.until('a QR code', (view) => askOf(view, 'login') === 'scanQr');
  await test.rehearsal.controls.scan();
  await test.rehearsal.controls.confirm();
  await test.until('a green chain', (view) => view.tone === 'ok');
}

export function askOf(view: BotView, link: LinkId): string | undefined {
  const state = stateOf(view, link);
  return state?.kind === 'needsYou' ? state.ask.kind : undefined;
}

export function diagnosisOf(view: BotView, link: LinkId): string | undefined {
  const state = stateOf(view, link);
  return state?.kind === 'broken' ? state.diagnosis.code : undefined;
}

function stateOf(view: BotView, link: LinkId) {
  return view.chain.find(({ id }) => id === link)?.state;
}

/** All keys tried, and the running pool holds those it should. */
export function isReady(view: BotView): boolean {
  const { keyPool } = view;
  return (
    keyPool !== undefined &&
    !keyPool.checking &&
    keyPool.seen === keyPool.expected &&
    stateOf(view, 'model')?.kind === 'ok'
  );
}

/** The id of the pool's container. */
export async function poolContainer(test: TestApp): Promise<string | undefined> {
  const containers = await test.engine.containers.list(test.bot().id);
  return containers.find(({ service }) => service === 'gemini-balance')?.id;
}

/** A call to the running pool as its own panel makes it. */
export async function callPanel(
  test: TestApp,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const id = await poolContainer(test);
  const found = id === undefined ? undefined : await test.engine.containers.find(id);
  const port = found?.ports.find(({ container }) => container === 8000)?.host;
  const admin = await test.secrets.get(`bot.${test.bot().id}.gemini-balance.admin`);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { cookie: `auth_token=${admin}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}
