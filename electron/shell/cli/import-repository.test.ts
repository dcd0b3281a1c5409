import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../app/create-test-app';
import {
  OWNER,
  REPOSITORY,
  writeDatabase,
  writeLegacyRepository,
} from '../../app/legacy-import/test-legacy-repository';
import { createTestCodeHost, type TestCodeHost } from '../../rehearsal/code-host/test-code-host';
import type { CliEvent } from './cli-event';
import { type ImportRepositoryFlags, importRepository } from './import-repository';
import type { SyncSession } from './sync';
import { textsFor } from './texts-for';

const DATA = 'home/user/AstrBot/data';
const DATABASE = writeDatabase({ personas: [] }, { padding: 90_000 }).file;
const ADDRESS = `https://github.com/${OWNER}/${REPOSITORY}`;

let code: TestCodeHost;
let app: TestApp;
let token: string;
let dir: string;
let out: string[];
let events: CliEvent[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-cli-import-'));
  code = await createTestCodeHost();
  token = code.host.tokens.add({ owner: OWNER });
  writeFileSync(join(dir, 'token'), `${token}\n`);
  await code.host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true });
  const { api, git } = code.host.urls;
  app = await createTestApp({ codeHost: { endpoints: { api, git } } });
  out = [];
  events = [];
});
afterEach(async () => {
  await app.close();
  await code.close();
  rmSync(dir, { recursive: true });
});

const write = (files: Parameters<typeof writeLegacyRepository>[3] = {}) =>
  writeLegacyRepository(code, token, 'lfs-pointer', {
    [`${DATA}/cmd_config.json`]: '{"wake_prefix":["/","老鸥"]}',
    [`${DATA}/data_v4.db`]: DATABASE,
    'home/user/gemini-balance-main/.env': 'API_KEYS=["AIza"]',
    'home/user/nginx/admin_config.json': '{}',
    ...files,
  });

function run(
  flags: ImportRepositoryFlags = {},
  { address = ADDRESS as string | null, json = false, found = undefined as never } = {},
) {
  const session: SyncSession = {
    app: app.app,
    language: 'zh',
    texts: textsFor('zh', {}),
    terminal: undefined,
    reporter: { report: (event) => void events.push(event) },
    signal: new AbortController().signal,
    write: (text) => void out.push(text),
    json,
  };
  return importRepository(session, address ?? undefined, { tokenFile: join(dir, 'token'), ...flags }, found);
}
const said = () => out.join('');

test('a look says what there is and brings nothing', async () => {
  await write();
  expect(await run({ look: true })).toBe(0);
  expect(said()).toContain(`${OWNER}/${REPOSITORY} 里能带过来的：3 个文件`);
  expect(said()).toContain('Gemini Balance：1 个文件，0.0 MB（只取里面的 Gemini 密钥，放进密钥池）');
  expect(said()).toMatch(
    /其中 1 个大文件要从 Release 下载[\s\S]*没有地方放的，1 个\n {4}home\/user\/nginx\/admin_config\.json/,
  );
  expect(said()).not.toContain(token);
  expect(app.bot().stack).toBeUndefined();
});

test('it asks for what is missing, and brings the bot along once it is agreed to', async () => {
  await write();
  expect(await run({}, { address: null })).toBe(2);
  expect(await run()).toBe(2);
  expect(events).toMatchObject([{ flag: '<owner/name>' }, { event: 'error', flag: '--yes' }]);
  out = [];
  expect(await run({ yes: true })).toBe(0);
  expect(said()).toMatch(/下载 …\n检查数据库 …\n[\s\S]*写入 …\n收尾 …\n“老鸥”带过来了。接着：botpier up\n/);
  expect(app.bot()).toMatchObject({ name: '老鸥', stack: 'astrbot' });
});

test('as events, by what the environment names', async () => {
  await write();
  const found = { repository: `${OWNER}/${REPOSITORY}`, branch: 'main', token } as never;
  expect(await run({ yes: true, tokenFile: undefined as never }, { address: null, json: true, found })).toBe(
    0,
  );
  const lines = said()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({ event: 'found', repository: `${OWNER}/${REPOSITORY}`, files: 3 });
  const phases = lines.filter(({ event }) => event === 'progress').map(({ phase }) => phase);
  expect([...new Set(phases)]).toEqual(['downloading', 'checking', 'pulling', 'writing', 'finishing']);
  expect(lines.at(-1)).toEqual({ event: 'brought', bot: app.bot().id, name: '老鸥' });
  expect(said()).not.toContain(token);
});

test('what stands in the way is told with a way on', async () => {
  expect(await run({ yes: true })).toBe(1);
  await write({ [`${DATA}/data_v4.db`]: randomBytes(60_000) });
  expect(await run({ yes: true })).toBe(1);
  code.host.tokens.revoke(token);
  expect(await run({ yes: true })).toBe(1);
  expect(events).toMatchObject([
    { code: 'legacyEmpty', message: `${OWNER}/${REPOSITORY} 的 main 分支里什么都没有。看看分支名对不对。` },
    { code: 'legacyDamaged', message: expect.stringContaining(`--leave-out '${DATA}/data_v4.db'`) },
    { code: 'syncTokenRefused', message: expect.stringContaining('不认这个令牌') },
  ]);
  expect(app.bot().stack).toBeUndefined();
});

test('files that are lost there are gone without only when a flag says so', async () => {
  await write({ [`${DATA}/plugins/a.bin`]: randomBytes(60_000) });
  const { rest } = code.octokit(token);
  const at = { owner: OWNER, repo: REPOSITORY };
  const { data: releases } = await rest.repos.listReleases(at);
  const asset = releases[0]?.assets.find(({ name }) => name.endsWith('a.bin'));
  await rest.repos.deleteReleaseAsset({ ...at, asset_id: asset?.id ?? 0 });
  expect(await run({ yes: true })).toBe(2);
  expect(events).toMatchObject([{ flag: '--without-lost' }]);
  expect(said()).toContain(`已经丢了或坏了：1 个\n    ${DATA}/plugins/a.bin`);
  expect(await run({ yes: true, withoutLost: true })).toBe(0);
});
