import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BotId } from '../../contract/ids';
import type { LegacyWish } from '../../contract/legacy';
import { createTestCodeHost, type TestCodeHost } from '../../rehearsal/code-host/test-code-host';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { askOf, key } from '../key-pool/test-pool-bot';
import { treeOf } from '../snapshots/test-snapshots';
import {
  type LegacyFormat,
  type LegacyRepository,
  OWNER,
  REPOSITORY,
  writeDatabase,
  writeLegacyRepository,
} from './test-legacy-repository';

// Each is a dozen runs of git here and at the host, and a bot that starts.
vi.setConfig({ testTimeout: 90_000 });

const KEYS = [key('OldOne'), key('OldTwo')];
const PROMPT = '你是港口里的一只老海鸥，说话很短。';
const PICTURE = randomBytes(120_000);
const DATA = 'home/user/AstrBot/data';
const PLACES = { repository: `${OWNER}/${REPOSITORY}`, branch: 'main' };

const CONFIG = {
  admins_id: ['astrbot', '123456789'],
  wake_prefix: ['/', '老鸥'],
  provider_settings: { default_provider_id: 'gb', default_personality: '海鸥', wake_prefix: '' },
  provider: [
    {
      id: 'gb',
      type: 'openai_chat_completion',
      enable: true,
      key: ['sk-old-client-token'],
      api_base: 'http://127.0.0.1:7860/gemini/v1',
      model_config: { model: 'gemini-2.5-flash' },
    },
  ],
  platform: [{ id: 'napcat', type: 'aiocqhttp', enable: true, ws_reverse_port: 6199, ws_reverse_token: '' }],
};

/** What somebody has after some weeks with the older tool. */
const FILES: Parameters<typeof writeLegacyRepository>[3] = {
  [`${DATA}/cmd_config.json`]: `\uFEFF${JSON.stringify(CONFIG)}`,
  [`${DATA}/data_v4.db`]: writeDatabase(
    { personas: [{ persona_id: '海鸥', system_prompt: PROMPT }] },
    { padding: 90_000 },
  ).file,
  [`${DATA}/plugin_data/图片 一.png`]: PICTURE,
  'home/user/config/onebot11_10001.json': '{"network":{}}',
  'app/.config/QQ/nt_qq/global/nt_data/Login/login.db': randomBytes(4_000),
  'home/user/gemini-data/default_db': writeDatabase({
    t_settings: [
      { key: 'API_KEYS', value: JSON.stringify(KEYS) },
      { key: 'AUTH_TOKEN', value: 'sk-old-admin-token' },
    ],
  }).file,
  'home/user/gemini-balance-main/.env': `API_KEYS=["${key('InEnv')}"]\n`,
  'home/user/nginx/admin_config.json': '{}',
};

let code: TestCodeHost;
let token: string;
let test: TestApp;
beforeEach(async () => {
  code = await createTestCodeHost();
  token = code.host.tokens.add({ owner: OWNER });
  await code.host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true });
  const { api, git } = code.host.urls;
  test = await createTestApp({ codeHost: { endpoints: { api, git } } });
});
afterEach(async () => {
  await test.close();
  await code.close();
});

const source = () => ({ ...PLACES, token });
const refusal = ({ code, params }: { code: string; params?: object }) =>
  expect.objectContaining({
    cause: expect.objectContaining(params ? { code, params: expect.objectContaining(params) } : { code }),
  });
const write = (files = FILES, format: LegacyFormat = 'lfs-pointer'): Promise<LegacyRepository> =>
  writeLegacyRepository(code, token, format, files);

async function bring(change: Partial<LegacyWish> = {}): Promise<BotId> {
  const { commit } = await test.call.legacy.look(source());
  return test.call.legacy.bringAlong({ source: source(), commit, ...change });
}

/** From the bot that is there now to its first answer. */
async function goOn(bot: BotId): Promise<void> {
  await test.call.bots.consent({ bot, version: 1 });
  await test.call.keyPool.consent({ bot, version: 1 });
  await test.until('a QR code', (view) => askOf(view, 'login') === 'scanQr', 30_000);
  await test.rehearsal.controls.scan();
  await test.rehearsal.controls.confirm();
  await test.until('a green chain', ({ id, tone }) => id === bot && tone === 'ok', 30_000);
}

/** All that there is of bots: on the disk, in the store, at the engine and in the view. */
async function everything() {
  const { dir, engine } = test;
  const volumes = (await engine.volumes.list()).map(({ name }) => name);
  return {
    bots: test.app.view.get().bots.map(({ id, stack, name }) => [id, stack, name]),
    restoring: test.app.view.get().restoring,
    records: await Promise.all(
      (await readdir(join(dir, 'bots'))).sort().map((file) => readFile(join(dir, 'bots', file), 'utf8')),
    ),
    secrets: (await test.secrets.names()).filter((name) => /keyPool|model|sync/.test(name)),
    snapshots: (await readdir(join(dir, 'snapshots')).catch(() => [])).filter(
      (name) => name !== 'objects' && name !== 'work',
    ),
    objects: await readdir(join(dir, 'snapshots', 'objects'), { recursive: true })
      .then((names) => names.filter((name) => /[0-9a-f]{64}$/.test(name)))
      .catch(() => []),
    fetched: await readdir(join(dir, 'sync', 'legacy')).catch(() => []),
    volumes: volumes.filter((name) => /\.[0-9a-z]{6}$/.test(name)),
  };
}

describe.each<LegacyFormat>(['release-asset', 'lfs-pointer'])('a repository of the form %s', (format) => {
  it('becomes a bot that answers as it did, by its own keys, and is left as it was', async () => {
    await write(FILES, format);
    const before = await code.oracle.fingerprint(OWNER, REPOSITORY);
    const report = await test.call.legacy.look(source());
    expect(report).toMatchObject({ repository: PLACES.repository, large: { files: 2 } });
    expect(report.parts.map(({ service }) => service)).toEqual(['napcat', 'astrbot', 'gemini-balance']);
    expect(report.left).toContainEqual({
      why: 'noPlace',
      files: 1,
      paths: ['home/user/nginx/admin_config.json'],
    });
    code.host.counters.reset();
    const bot = await test.call.legacy.bringAlong({ source: source(), commit: report.commit });
    expect(test.bot()).toMatchObject({ id: bot, stack: 'astrbot', name: '老鸥', owner: '123456789' });
    await goOn(bot);

    expect(test.bot()).toMatchObject({
      account: { uin: '10001' },
      persona: { preset: 'custom', text: PROMPT, nickname: '老鸥' },
      keyPool: { keys: [{ hint: 'AIza…0000' }, { hint: 'AIza…0000' }] },
    });
    expect(test.app.view.get().bots).toHaveLength(1);
    expect((await test.call.snapshots.list({ bot })).map(({ reason }) => reason)).toEqual(['import']);
    expect(test.app.view.get().restoring).toBeUndefined();
    const { answer } = await test.call.bots.prove({ bot });
    expect(answer).not.toBe('');

    const { apiWrite, gitPush, upload } = code.host.counters.tallies;
    expect([apiWrite.requests, gitPush.requests, upload.requests]).toEqual([0, 0, 0]);
    expect(await code.oracle.fingerprint(OWNER, REPOSITORY)).toBe(before);
  });
});

describe('bringing a repository along', () => {
  const left = async () => {
    await test.app.idle();
    return everything();
  };

  it('makes tokens anew, and tells keys and tokens to nobody', async () => {
    await write();
    const said: string[] = [];
    test.app.view.subscribe((view) => said.push(JSON.stringify(view)));
    const report = await test.call.legacy.look(source());
    said.push(JSON.stringify(report));
    const bot = await bring();
    await goOn(bot);
    await test.app.idle();
    const stored = await test.secrets.get(`bot.${bot}.keyPool.keys`);
    expect(JSON.parse(stored ?? '{}').keys.map((each: { key: string }) => each.key)).toEqual(KEYS);
    for (const name of ['astrbot.jwt', 'napcat.bridge', 'gemini-balance.admin'])
      expect(await test.secrets.get(`bot.${bot}.${name}`)).toMatch(/^[A-Za-z0-9]{32}$/);
    const files = (await readdir(test.dir, { recursive: true })).filter((name) =>
      /^(?:bots|settings|snapshots.[a-z0-9]{8}).*\.json$/.test(name),
    );
    const written = await Promise.all(files.map((name) => readFile(join(test.dir, name), 'utf8')));
    const volumes = (await test.engine.volumes.list()).map(({ name }) => name);
    const seen = [...said, ...test.log, ...written].join('\n');
    expect(seen).toContain('老鸥');
    for (const secret of [token, ...KEYS, 'sk-old-admin-token']) expect(seen).not.toContain(secret);
    // What the old pool was let in by lies in no volume.
    const held = volumes.flatMap((name) => Object.entries(treeOf(test, name)));
    expect(held.find(([path]) => path.endsWith('/图片 一.png'))?.[1]).toMatchObject({
      content: PICTURE.toString(),
    });
    expect(held.filter(([path]) => path.endsWith('default_db'))).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, { code: string; params?: object }]>([
    [
      'a torn database',
      () => write({ ...FILES, [`${DATA}/data_v4.db`]: randomBytes(90_000) }),
      {
        code: 'legacyDamaged',
        params: { path: `${DATA}/data_v4.db` },
      },
    ],
    [
      'an asset that was tampered with',
      async () => {
        await write();
        code.host.faults.set('downloadTampered', {});
      },
      { code: 'legacyDamaged' },
    ],
    [
      'a line that is cut',
      async () => {
        await write();
        code.host.faults.set('downloadCut', { afterBytes: 1_000 });
      },
      { code: 'syncRefused', params: { problem: 'syncOffline' } },
    ],
  ])('is refused with %s, and leaves nothing', async (_, prepare, expected) => {
    await prepare();
    const { commit } = await test.call.legacy.look(source());
    const before = await left();
    await expect(test.call.legacy.bringAlong({ source: source(), commit })).rejects.toEqual(
      refusal(expected),
    );
    const after = await left();
    expect({ ...after, fetched: before.fetched }).toEqual(before);
    await test.call.legacy.leave();
    expect((await left()).fetched).toEqual([]);
  });

  it('comes without what is broken when the user says so', async () => {
    await write({ ...FILES, [`${DATA}/data_v4.db`]: randomBytes(90_000) });
    const bot = await bring({ leaveOut: [`${DATA}/data_v4.db`] });
    await goOn(bot);
    expect(test.bot().persona.preset).toBe('assistant');
  });

  it('of nobody that it knows is refused in words that tell the cases apart', async () => {
    await expect(test.call.legacy.look({ ...source(), token: 'github_pat_nobody' })).rejects.toEqual(
      refusal({ code: 'syncRefused', params: { problem: 'syncTokenRefused' } }),
    );
    await expect(test.call.legacy.look({ ...source(), repository: 'alice/other' })).rejects.toEqual(
      refusal({ code: 'syncRefused', params: { problem: 'syncRepositoryMissing' } }),
    );
    await expect(test.call.legacy.look(source())).rejects.toEqual(
      refusal({ code: 'legacyEmpty', params: PLACES }),
    );
    await write({ 'src/main.py': 'print()' });
    await expect(test.call.legacy.look(source())).rejects.toEqual(
      refusal({ code: 'legacyForeign', params: { repository: PLACES.repository } }),
    );
    await expect(
      test.call.legacy.look({ ...source(), repository: 'not a repository' }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(test.log.join('\n')).not.toContain(token);
  });

  it('is given its repository as an address, too', async () => {
    await write();
    for (const repository of ['https://github.com/alice/backup.git', 'git@github.com:alice/backup'])
      expect(await test.call.legacy.look({ ...source(), repository })).toMatchObject({
        repository: PLACES.repository,
      });
  });

  it.each(['downloading', 'pulling', 'writing'])(
    'is cancelled while it is %s, and leaves nothing',
    async (phase) => {
      await write();
      const { commit } = await test.call.legacy.look(source());
      const before = await left();
      const bringing = test.call.legacy.bringAlong({ source: source(), commit });
      bringing.catch(() => {});
      await test.until(phase, (_, { restoring }) => restoring?.progress.phase === phase, 30_000);
      await test.call.sync.cancelRestore();
      await expect(bringing).rejects.toEqual(refusal({ code: 'cancelled' }));
      await test.call.legacy.leave();
      const after = await left();
      expect(after).toEqual({ ...before, fetched: [] });
    },
  );

  it.each(['downloading', 'pulling', 'writing', 'finishing'])(
    'is killed while it is %s, and the next start leaves nothing of it',
    async (phase) => {
      await write();
      const { commit } = await test.call.legacy.look(source());
      const bringing = test.call.legacy.bringAlong({ source: source(), commit });
      bringing.catch(() => {});
      await test.until(phase, (_, { restoring }) => restoring?.progress.phase === phase, 30_000);
      await test.restart('kill');
      await test.until('a bot to begin with', ({ stack }) => stack === undefined, 30_000);
      const { bots, records, ...rest } = await left();
      expect([bots.length, records.length]).toEqual([1, 1]);
      expect(rest).toEqual({
        ...{ restoring: undefined, secrets: [], snapshots: [], objects: [], fetched: [], volumes: [] },
      });
      // And it can be had after all.
      await bring();
      expect(test.bot().name).toBe('老鸥');
    },
  );

  it('stands beside a bot that is there, which goes on', async () => {
    const first = await setUp(test);
    await write();
    const bot = await bring();
    expect(test.app.view.get().bots.map(({ id, stack }) => [id, stack])).toEqual([
      [first, 'koishi'],
      [bot, 'astrbot'],
    ]);
    await test.until('both', ({ tone }) => tone === 'ok');
  });
});
