import { afterEach, expect, it } from 'vitest';
import { GatewaySettings } from '../../contract/gateway';
import type { TestApp } from '../create-test-app';
import { A, B, beginPool, signIn } from '../key-pool/test-pool-bot';
import { changeTo, listContainers, watchSignIn } from './test-change';

let test: TestApp;
afterEach(() => test.close());

it('takes key pool and gateway along, there and back', async () => {
  ({ test } = await beginPool(`${A}\n${B}`, 'koishi'));
  await signIn(test);
  const { id } = await test.until('the end of the wizard', ({ settingUp }) => !settingUp);
  await test.call.gateway.turnOn({ bot: id, settings: GatewaySettings.parse({}) });
  const isGreen = () => test.until('a green chain', ({ tone }) => tone === 'ok', 30_000);
  await isGreen();
  const pool = async () =>
    (await test.engine.containers.list(id)).find(({ service }) => service === 'gemini-balance');
  const { startedAt } = (await pool()) ?? {};
  const asked = watchSignIn(test);
  for (const stack of ['astrbot', 'koishi'] as const) {
    expect(await changeTo(test, stack)).toMatchObject({ to: stack, result: 'done' });
    await isGreen();
    await test.app.idle();
    const running = (await listContainers(test)).filter((one) => one.endsWith('service running'));
    expect(running).toEqual(
      ['gateway', 'gemini-balance', 'napcat', stack].sort().map((name) => `${name} service running`),
    );
    await test.rehearsal.controls.say('private', `在吗，${stack}`);
    await test.until('an answer', () => test.rehearsal.controls.view.get().chat.at(-1)?.from === 'bot');
  }
  expect((await pool())?.startedAt).toBe(startedAt);
  expect(asked).toEqual([]);
}, 90_000);
