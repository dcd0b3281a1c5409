import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotId } from '../contract/ids';
import type { BotView } from '../contract/view';
import { createTestApp, setUp, type TestApp } from './create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const viewOf = (bot: BotId): BotView | undefined => test.app.view.get().bots.find((one) => one.id === bot);
const hostPorts = async (bot: BotId) =>
  (await test.engine.containers.list(bot)).flatMap((one) => one.ports.map(({ host }) => host));

it('two bots chosen at the same time get ports and names of their own; one goes, the other stays', async () => {
  const first = test.bot().id;
  const second = await test.call.bots.create();
  const both = [first, second];
  await Promise.all(both.map((bot) => test.call.bots.chooseStack({ bot, stack: 'koishi' })));
  await Promise.all(both.map((bot) => test.call.bots.consent({ bot, version: 1 })));
  const key = {
    provider: 'custom',
    baseUrl: test.rehearsal.modelBaseUrl,
    key: 'sk-test-0123456789abcdef',
  } as const;
  await Promise.all(both.map((bot) => test.call.model.connect({ bot, ...key })));
  await test.until('all services of both', () =>
    both.every((bot) => viewOf(bot)?.services.every((service) => service.state === 'running')),
  );
  const ports = (await Promise.all(both.map(hostPorts))).flat();
  expect(ports.length).toBeGreaterThan(4);
  expect(new Set(ports).size).toBe(ports.length);

  await test.call.bots.remove({ bot: second, data: true, confirm: '小码' });
  expect(viewOf(second)).toBeUndefined();
  expect((await test.engine.containers.list(second)).length).toBe(0);
  expect(viewOf(first)?.services.map((service) => service.state)).toEqual(['running', 'running']);
}, 30_000);

it('a remove that is clicked twice while it is at work is one remove', async () => {
  await setUp(test);
  const bot = test.bot().id;
  const gate = Promise.withResolvers<void>();
  test.host.before = (call) => (call === 'networks.remove' ? gate.promise : undefined);
  const remove = () => test.call.bots.remove({ bot, data: true, confirm: '小码' });
  const both = [remove(), remove()];
  gate.resolve();
  await Promise.all(both);
  expect(test.app.view.get().bots).toHaveLength(1);
});
