import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stateCode } from '../chain/link-moment';
import type { LinkId } from '../contract/ids';
import type { BotView } from '../contract/view';
import { createMemoryHost } from '../engine/memory/memory-host';
import { systemClock } from '../lib/clock';
import { containerName } from '../plan/names';
import { createApp } from './create-app';
import { createTestApp, setUp, setUpToQr, type TestApp } from './create-test-app';
import { createMemorySecretStore } from './secrets/memory-secret-store';

let test: TestApp;
const start = async (...options: Parameters<typeof createTestApp>) => {
  test = await createTestApp(...options);
};
afterEach(() => test.close());

const says = (view: BotView, id: LinkId) => {
  const link = view.chain.find((candidate) => candidate.id === id);
  return link && stateCode(link.state);
};
const untilSays = (id: LinkId, code: string, withinMs?: number) =>
  test.until(`${id} says ${code}`, (view) => says(view, id) === code, withinMs);
const green = () => test.until('a green chain', (view) => view.tone === 'ok', 30_000);
const choose = () => test.call.bots.chooseStack({ bot: test.bot().id, stack: 'koishi' });

describe('the engine', () => {
  it('dies in mid-pull: the chain says so, and goes on when it is back', async () => {
    await start({ bytesPerSecond: 200_000_000 });
    await choose();
    await test.until('bytes', (view) => {
      const state = view.chain.find((link) => link.id === 'images')?.state;
      return state?.kind === 'working' && (state.progress?.doneBytes ?? 0) > 0;
    });
    await test.engine.controls.goAway();
    await test.until('the engine link leaves green', (view) => says(view, 'engine') !== 'ok');
    test.engine.controls.comeBack();
    await untilSays('images', 'ok', 30_000);
  });

  it('dies under a running bot: nothing is lost, no second scan', async () => {
    await start();
    await setUp(test);
    await test.engine.controls.goAway({ killsContainers: true });
    await test.until('the engine link leaves green', (view) => says(view, 'engine') !== 'ok');
    test.engine.controls.comeBack();
    const asked: string[] = [];
    test.app.view.subscribe(() => {
      if (says(test.bot(), 'login') === 'needsYou.scanQr') asked.push('scan');
    });
    await green();
    expect(asked).toEqual([]);
  });

  it('has a full disk: the chain asks for room and goes on once there is some', async () => {
    await start();
    test.engine.controls.setDiskFull(true);
    await choose();
    await untilSays('images', 'needsYou.freeDisk');
    test.engine.controls.setDiskFull(false);
    await untilSays('images', 'ok', 30_000);
  });

  it('finds a port taken: another one is chosen, the bot comes up', async () => {
    await start();
    await choose();
    await test.app.idle();
    const port = JSON.parse(await readFile(join(test.dir, 'bots', `${test.bot().id}.json`), 'utf8')).ports[
      'napcat.webui'
    ];
    const squatter = createServer();
    await new Promise<void>((resolve) =>
      squatter.once('error', () => resolve()).listen(port, '127.0.0.1', resolve),
    );
    try {
      await setUp(test);
      const now = JSON.parse(await readFile(join(test.dir, 'bots', `${test.bot().id}.json`), 'utf8')).ports[
        'napcat.webui'
      ];
      expect(now).not.toBe(port);
    } finally {
      squatter.close();
    }
  });

  it('lost a container to somebody’s hand: it is made again, with the same sign-in', async () => {
    await start();
    const bot = await setUp(test);
    for (const service of ['napcat', 'koishi'] as const) {
      await test.engine.controls.removeBehindOurBack(containerName(bot, service));
      await test.until('it leaves green', (view) => view.tone !== 'ok');
      await green();
    }
    expect((await test.engine.containers.list(bot)).map((container) => container.name).sort()).toEqual(
      [
        containerName(bot, 'koishi'),
        containerName(bot, 'koishi', 'prepare'),
        containerName(bot, 'napcat'),
      ].sort(),
    );
  });
});

describe('a mirror', () => {
  it.each([
    ['lies', { kind: 'wrongArchitecture', architecture: 's390x' }, 'broken.pullWrongArchitecture'],
    ['has no such tag', { kind: 'tagMissing' }, 'broken.pullTagMissing'],
    ['sends HTML', { kind: 'html' }, 'broken.pullMirrorLies'],
    ['corrupts', { kind: 'corrupts', afterBytes: 1_000 }, 'broken.pullMirrorLies'],
    ['cuts', { kind: 'cuts', afterBytes: 1_000 }, 'broken.pullUnreachable'],
    ['cannot be found', { kind: 'dns' }, 'broken.pullUnreachable'],
    ['has had enough of us', { kind: 'rateLimited' }, 'broken.pullRateLimited'],
  ] as const)(
    '%s: the link says which and why, and a good one is taken as soon as it is there',
    async (_, fault, code) => {
      await start();
      await test.call.settings.patch({ network: { mirrors: ['mirror.invalid'] } });
      test.engine.controls.setMirrorFault('mirror.invalid', fault);
      await choose();
      const view = await untilSays('images', code);
      const state = view.chain.find((link) => link.id === 'images')?.state;
      expect(state?.kind === 'broken' && state.diagnosis.params['mirror']).toBe('mirror.invalid');
      await test.call.settings.patch({ network: { mirrors: ['mirror.invalid', 'docker.io'] } });
      await untilSays('images', 'ok');
    },
  );
});

describe('the sign-in', () => {
  it('lets ten codes grow old: it stops, says so, and makes a new one when asked', async () => {
    await start();
    const bot = await setUpToQr(test);
    for (let n = 0; n < 10; n++) {
      const before = test.link('login').state;
      const url = before.kind === 'needsYou' && before.ask.kind === 'scanQr' ? before.ask.url : '';
      test.rehearsal.simulators.messenger.expireQr();
      await test.until('another code, or the end', (view) => {
        const state = view.chain.find((link) => link.id === 'login')?.state;
        return (
          state?.kind === 'broken' ||
          (state?.kind === 'needsYou' && state.ask.kind === 'scanQr' && state.ask.url !== url)
        );
      });
    }
    await untilSays('login', 'broken.qrExpiredOften');
    await test.call.bots.fix({ bot, link: 'login', fix: 'refreshQr' });
    await untilSays('login', 'needsYou.scanQr');
  });

  it('is made with the wrong account: the user is asked, and may take it', async () => {
    await start();
    const bot = await setUp(test);
    const { messenger } = test.rehearsal.simulators;
    messenger.setFaults({ kickKillsTicket: true });
    messenger.kick('账号在另一处登录');
    await untilSays('login', 'needsYou.scanQr', 60_000);
    messenger.confirm('10086', '别人');
    await untilSays('login', 'needsYou.acceptAccount');
    expect(test.bot().tone).toBe('warn');
    await test.call.bots.fix({ bot, link: 'login', fix: 'acceptAccount' });
    await green();
  }, 90_000);

  it('is refused: QQ’s own words are told, and a new code can be had', async () => {
    await start();
    const bot = await setUpToQr(test);
    test.rehearsal.simulators.messenger.scan();
    test.rehearsal.simulators.messenger.refuse('当前网络不稳定，请稍后再试');
    const view = await untilSays('login', 'broken.loginRefused');
    expect(JSON.stringify(view.chain)).toContain('当前网络不稳定');
    await test.call.bots.fix({ bot, link: 'login', fix: 'refreshQr' });
    await untilSays('login', 'needsYou.scanQr');
  });

  it('is taken back by QQ: the bot signs in again by itself', async () => {
    await start();
    await setUp(test);
    test.rehearsal.simulators.messenger.kick('账号在另一处登录');
    await test.until('it leaves green', (view) => view.tone !== 'ok');
    await test.until('a green chain', (view) => view.tone === 'ok', 60_000);
  }, 90_000);
});

describe('the bridge', () => {
  it('has a token that somebody edited in the panel: it says so, and ours is written again on a click', async () => {
    await start();
    const bot = await setUp(test);
    await editBridgeToken(bot);
    await untilSays('bridge', 'broken.tokenDrift', 45_000);
    await test.call.bots.fix({ bot, link: 'bridge', fix: 'rewriteOurs' });
    await green();
  }, 90_000);
});

describe('the bridge, the other way', () => {
  it('takes over a token that somebody wrote in the panel, when asked to', async () => {
    await start();
    const bot = await setUp(test);
    await editBridgeToken(bot);
    await untilSays('bridge', 'broken.tokenDrift', 45_000);
    await test.call.bots.fix({ bot, link: 'bridge', fix: 'takeTheirs' });
    await test.until('a green chain', (view) => view.tone === 'ok', 60_000);
    expect(await test.secrets.get(`bot.${bot}.napcat.bridge`)).toBe('editedByHand123456');
  }, 120_000);
});

describe('the model', () => {
  it('has no credit left, then has again: both are seen', async () => {
    await start();
    const bot = await setUp(test);
    test.rehearsal.simulators.model.setFault('noQuota');
    await expect(test.call.bots.prove({ bot })).rejects.toThrow();
    await untilSays('model', 'broken.keyNoQuota');
    test.rehearsal.simulators.model.setFault(undefined);
    await test.call.bots.prove({ bot });
    await green();
  });
});

describe('what is typed', () => {
  it('is a key with spaces and quotes around it and a base URL with a path: both are mended before they are saved', async () => {
    await start();
    await choose();
    const check = await test.call.model.connect({
      bot: test.bot().id,
      provider: 'custom',
      baseUrl: `  ${test.rehearsal.modelBaseUrl}/chat/completions?x=1 `,
      key: ' “sk-test-0123456789abcdef”\n',
    });
    expect(check).toMatchObject({ kind: 'ok', baseUrl: test.rehearsal.modelBaseUrl });
    expect(await test.secrets.get(`bot.${test.bot().id}.model.key`)).toBe('sk-test-0123456789abcdef');
  });

  it('is a key that is refused: nothing is saved', async () => {
    await start();
    test.rehearsal.simulators.model.setFault('badKey');
    const check = await test.call.model.connect({
      bot: test.bot().id,
      provider: 'custom',
      baseUrl: test.rehearsal.modelBaseUrl,
      key: 'sk-wrong-0123456789',
    });
    expect(check).toMatchObject({ kind: 'problem', problem: 'keyRefused' });
    expect(await test.secrets.state(`bot.${test.bot().id}.model.key`)).toBe('absent');
    expect(test.bot().model).toBeUndefined();
  });

  it('is no input at all: the call is refused with a code, not with a stack', async () => {
    await start();
    await expect(
      test.call.bots.chooseStack({ bot: '../../etc' as never, stack: 'koishi' }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(test.call.bots.start({ bot: 'zzzzzzzz' as never })).rejects.toMatchObject({
      cause: { code: 'unknownBot' },
    });
  });
});

describe('the data directory', () => {
  it('is held by another instance: the second one is told who has it', async () => {
    await start();
    const second = createApp({
      engineHost: createMemoryHost(test.engine),
      secrets: createMemorySecretStore(),
      clock: systemClock,
      dir: test.dir,
      log: () => {},
      fetch,
    });
    await expect(second).rejects.toMatchObject({ code: 'dataDirLocked', params: { pid: process.pid } });
  });

  it('is another user’s: the second user is told so, and nothing of it is touched', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become somebody else');
    await start();
    const dir = join(test.dir, 'of-somebody');
    await mkdir(dir, { mode: 0o700 });
    process.seteuid?.(65_534);
    try {
      const second = createApp({
        engineHost: createMemoryHost(test.engine),
        secrets: createMemorySecretStore(),
        clock: systemClock,
        dir,
        log: () => {},
        fetch,
      });
      await expect(second).rejects.toMatchObject({ code: 'notYours', params: { file: dir } });
    } finally {
      process.seteuid?.(0);
    }
    expect(await readdir(dir)).toEqual([]);
  });
  it('has a corrupt settings file: it is kept aside, defaults are used, and a notice says so', async () => {
    await start();
    await test.app.close();
    await writeFile(join(test.dir, 'settings.json'), '{"theme": "da');
    await test.restart();
    expect(test.app.view.get().notices.map((notice) => notice.code)).toContain('settingsReset');
    expect((await readdir(test.dir)).some((name) => name.startsWith('settings.json.broken'))).toBe(true);
  });

  it('has settings of a newer version: they are left as they are', async () => {
    await start();
    await test.app.close();
    const newer = JSON.stringify({ version: 9, theme: 'dark', hologram: true });
    await writeFile(join(test.dir, 'settings.json'), newer);
    await test.restart();
    await test.call.settings.patch({ theme: 'light' });
    expect(await readFile(join(test.dir, 'settings.json'), 'utf8')).toBe(newer);
    expect(test.app.view.get().notices.map((notice) => notice.code)).toContain('settingsNewer');
  });

  it('lies under a Chinese user name with a space', async () => {
    await start({ dirName: '张 三/机器人 码头' });
    await mkdir(test.dir, { recursive: true });
    await setUp(test);
  });
});

/** What a user does in NapCat's own panel: another token for the brain's server. */
async function editBridgeToken(bot: string): Promise<void> {
  const view = JSON.parse(await readFile(join(test.dir, 'bots', `${bot}.json`), 'utf8'));
  const token = await test.secrets.get(`bot.${bot}.napcat.webui`);
  const { createHash } = await import('node:crypto');
  const base = `http://127.0.0.1:${view.ports['napcat.webui']}/api`;
  const post = async (path: string, body: unknown, credential?: string) => {
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(credential ? { authorization: `Bearer ${credential}` } : {}),
      },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { data: never };
  };
  const hash = createHash('sha256').update(`${token}.napcat`).digest('hex');
  const { Credential } = (await post('/auth/login', { hash })).data as { Credential: string };
  const config = (await post('/OB11Config/GetConfig', {}, Credential)).data as {
    network: { websocketServers: { name: string; token: string }[] };
  };
  for (const server of config.network.websocketServers)
    if (server.name === 'botpier-bridge') server.token = 'editedByHand123456';
  await post('/OB11Config/SetConfig', { config: JSON.stringify(config) }, Credential);
}
