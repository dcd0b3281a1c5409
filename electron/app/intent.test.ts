import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerName } from '../plan/names';
import { createTestApp, setUp, setUpToQr, type TestApp } from './create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

/** Holds the first call of a kind until let go. */
function hold(call: string, fits: (args: readonly unknown[]) => boolean = () => true) {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let isHeld = false;
  test.host.before = async (name, args) => {
    if (isHeld || name !== call || !fits(args)) return;
    isHeld = true;
    reached.resolve();
    await gate.promise;
  };
  return { reached: reached.promise, letGo: gate.resolve };
}
const within = <T>(work: Promise<T>, ms = 3_000): Promise<T> => {
  const tired = Promise.withResolvers<never>();
  const timer = setTimeout(() => tired.reject(new Error(`not within ${ms} ms`)), ms);
  return Promise.race([work, tired.promise]).finally(() => clearTimeout(timer));
};
const running = async () =>
  (await test.engine.containers.list()).filter((one) => one.state === 'running').map((one) => one.name);

/** A preparation that goes on until the container ends, as one on a slow line does. */
async function untilPreparing() {
  const bot = test.bot().id;
  const gate = Promise.withResolvers<void>();
  test.host.before = async (name) => {
    if (name === 'containers.waitExit') await gate.promise;
  };
  await test.call.bots.chooseStack({ bot, stack: 'koishi' });
  await test.until('a preparation', (view) =>
    view.chain.some(({ state }) => state.kind === 'working' && state.doing === 'preparing'),
  );
  return { bot, letGo: gate.resolve };
}

describe('while the brain is prepared', () => {
  it('the messenger comes up: the code can be scanned meanwhile', async () => {
    const { bot, letGo } = await untilPreparing();
    await test.call.bots.consent({ bot, version: 1 });
    await test.until('a QR code', (view) => view.focus === 'login');
    letGo();
  });

  it('settings are saved at once', async () => {
    const { letGo } = await untilPreparing();
    await within(test.call.settings.patch({ network: { mirrors: ['docker.io', 'mirror.invalid'] } }));
    letGo();
  });

  it('a stop is over at once and starts nothing afterwards', async () => {
    const { bot, letGo } = await untilPreparing();
    await test.call.bots.consent({ bot, version: 1 });
    await within(test.call.bots.stop({ bot }));
    letGo();
    await test.app.idle();
    expect(await running()).toEqual([]);
  });

  it('the bot can be removed at once', async () => {
    const { bot, letGo } = await untilPreparing();
    await within(test.call.bots.remove({ bot, data: true, confirm: test.bot().name }));
    letGo();
    await test.app.idle();
    expect(await test.engine.containers.list()).toEqual([]);
    expect(await test.engine.volumes.list()).toEqual([]);
  });
});

describe('while images are pulled', () => {
  it('the bot can be removed at once, and the pull ends with it', async () => {
    test.engine.controls.setPullRate(1_000_000);
    const bot = test.bot().id;
    await test.call.bots.chooseStack({ bot, stack: 'koishi' });
    await test.until('bytes', (view) =>
      view.chain.some(({ state }) => state.kind === 'working' && (state.progress?.doneBytes ?? 0) > 0),
    );
    await within(test.call.bots.remove({ bot, data: true, confirm: test.bot().name }));
    expect(test.app.view.get().bots).toHaveLength(1);
    expect(await test.engine.containers.list()).toEqual([]);
  });
});

describe('while a replacement is waited for', () => {
  it('a stop is over at once, and the old one and the new one rest', async () => {
    const bot = await setUp(test);
    const held = hold('containers.start');
    await test.call.bots.patch({ bot, patch: { persona: { preset: 'catgirl' } } });
    await held.reached;
    const stopped = test.call.bots.stop({ bot });
    held.letGo();
    await within(stopped);
    await test.app.idle();
    expect(await running()).toEqual([]);
    await test.call.bots.start({ bot });
    await test.until('a green chain', (view) => view.tone === 'ok');
    expect(await running()).toEqual(
      expect.arrayContaining([containerName(bot, 'napcat'), containerName(bot, 'koishi')]),
    );
    expect((await test.engine.containers.list()).map((one) => one.name)).toHaveLength(3);
  });
});

describe('clicks in quick succession', () => {
  it('a remove that is clicked twice leaves one new bot', async () => {
    const bot = await setUpToQr(test);
    const remove = () => test.call.bots.remove({ bot, data: true, confirm: '小码' });
    await Promise.allSettled([remove(), remove()]);
    expect(test.app.view.get().bots).toHaveLength(1);
    expect(test.bot().id).not.toBe(bot);
    expect(await test.engine.containers.list()).toEqual([]);
    expect(await test.engine.volumes.list()).toEqual([]);
  });

  it('the last wish wins', async () => {
    const bot = await setUp(test);
    const { start, stop, restart } = test.call.bots;
    await Promise.allSettled([
      restart({ bot }),
      stop({ bot }),
      start({ bot }),
      restart({ bot, service: 'koishi' }),
      stop({ bot }),
    ]);
    await test.app.idle();
    expect(await running()).toEqual([]);
    await Promise.allSettled([stop({ bot }), restart({ bot }), stop({ bot }), start({ bot })]);
    await test.app.idle();
    expect(await running()).toHaveLength(2);
  });
});

describe('a stopped bot', () => {
  it('is stopped again when the engine refused it first', async () => {
    const bot = await setUp(test);
    let refusals = 2;
    test.host.before = (name) => {
      if (name === 'containers.stop' && refusals-- > 0) throw new Error('not now');
    };
    await test.call.bots.stop({ bot });
    await test.until('all stopped', (view) => view.services.every((service) => service.state === 'exited'));
  });

  it('is stopped again when somebody else starts it', async () => {
    const bot = await setUp(test);
    await test.call.bots.stop({ bot });
    const napcat = await test.engine.containers.find(containerName(bot, 'napcat'));
    await test.engine.containers.start(napcat?.id ?? '');
    await test.until('it runs', (view) => view.services.some((service) => service.state === 'running'));
    await test.until('all stopped', (view) => view.services.every((service) => service.state === 'exited'));
  });
});

it('closes in the midst of anything', async () => {
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack: 'koishi' });
  await test.call.bots.consent({ bot, version: 1 });
  const left = [test.call.bots.restart({ bot }), test.call.bots.stop({ bot }), test.call.bots.start({ bot })];
  await within(test.app.close(), 10_000);
  await Promise.allSettled(left);
  await test.restart();
});
