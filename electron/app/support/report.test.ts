import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReportFile } from '../../contract/support';
import { REDACTED } from '../../lib/redact';
import { randomToken } from '../bot/service-secrets';
import type { TestApp } from '../create-test-app';
import { A, B, beginPool, signIn } from '../key-pool/test-pool-bot';
import { ownLogPath } from '../logs/own-log-path';

/** Of programs that BotPier knows nothing of, each in the words that logs have around it. */
const STRANGERS: readonly (readonly [line: (secret: string) => string, secret: string])[] = [
  [(s) => `push with ${s} refused`, 'ghp_0123456789abcdefghijklmnopqrstuvwxyzAB'],
  [
    (s) => `https://x-access-token:${s}@github.com/me/backup.git`,
    'github_pat_11ABCDEFG0123456789_abcdefghijklmnop',
  ],
  [(s) => `identity ${s}`, 'AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN'],
  [(s) => `proxy http://me:${s}@10.0.0.1:7890 is down`, 'hunter2hunter2'],
  [(s) => `OPENAI_API_KEY=${s}`, 'sk-proj-abcdefghijklmnop'],
  [(s) => `Authorization: Bearer ${s}`, 'abcDEF123456ghiJKL'],
  [(s) => `"access_token": "${s}"`, 'Zm9vYmFyYmF6cXV4'],
  [(s) => `{\\"password\\":\\"${s}\\"}`, 'Tr0ub4dor3x'],
  [(s) => `Cookie: uin=o0123456789; skey=${s}; p_skey=x`, '@AbCdEfGhI'],
  [(s) => `p_skey=${s}; domain=qq.com`, 'LmNoPqRsTuVwXyZ0123456789abcdefgh_'],
  [(s) => `二维码解码URL: https://txz.qq.com/p?k=${s}&f=1600001604`, 'Zn7Qe2Yb0Jc4Lx9Tm1Rw5Ks8Hv3Gd6Pa'],
  [(s) => `jwt ${s}`, 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWhlcmU'],
  [(s) => `telegram ${s}`, '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'],
  [(s) => `sctapi.ftqq.com/${s}.send`, 'SCT123456TabcdefGHIJKL'],
  [(s) => `hf upload with ${s}`, 'hf_abcdefghijklmnopqrstuvwx'],
  [(s) => `WebUI 口令：token：${s}`, 'napcat-panel-word'],
  [(s) => `sealed for somebody else: ${s}`, randomToken()],
];

const CHANNEL_SECRETS = {
  hook0001: 'https://hooks.example.org/services/T0123456/0123456789abcdefXYZ?key=word-of-the-hook',
  mail0001: 'p@ss w0rd/of=mail',
  bark0001: 'BarkDeviceKey0123456789',
  serv0001: 'SCT999999TqwertyUIOPasdf',
  tele0001: '987654321:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw2',
} as const;
const PROXY_PASSWORD = 'proxy-pass-w0rd';
const OWNER = '2812344417';
const STRANGER = '1357924680';
/** As short as a port: known to be somebody only because the bot hears him. */
const SHORT = '10086';

let test: TestApp;
/** Everything that is in the store, and the keys inside of what holds many. */
let stored: string[];
beforeAll(async () => {
  ({ test } = await beginPool(`${A}\n${B}`));
  await signIn(test);
  const bot = test.bot().id;
  await test.call.gateway.turnOn({ bot, settings: {} });
  await test.call.gateway.setPassword({ bot, password: 'Gate/way+pass word=17' });
  await test.call.bots.patch({
    bot,
    patch: {
      owner: OWNER,
      persona: { preset: 'custom', text: 'my own words' },
      hearing: { people: { hears: 'only', list: [SHORT] } },
    },
  });
  await test.call.settings.patch({
    personas: [{ id: 'captain1', name: 'captain', text: 'words kept for later' }],
    network: { proxy: 'http://127.0.0.1:1' },
    notifications: {
      channels: [
        { id: 'hook0001', name: 'hook', on: false, kind: 'webhook' },
        {
          id: 'mail0001',
          name: 'mail',
          on: false,
          kind: 'email',
          host: 'smtp.example.org',
          port: 465,
          security: 'tls',
          user: 'captain@example.org',
          from: 'captain@example.org',
          to: 'captain@example.org',
        },
      ],
    },
  });
  await test.call.network.setProxyLogin({ login: { user: 'me', password: PROXY_PASSWORD } });
  for (const [channel, secret] of Object.entries(CHANNEL_SECRETS))
    await test.call.notifications.setSecret({ channel, secret });
  await test.app.idle();
  const values = await Promise.all((await test.secrets.names()).map((name) => test.secrets.get(name)));
  stored = [...values.flatMap((value) => value ?? []), A, B].filter((value) => !value.includes('"version"'));
  expect(stored.length).toBeGreaterThan(12);
}, 30_000);
afterAll(() => test.close());

/** The ways in which a program may write down what it was given. */
const forms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(`user:${secret}`).toString('base64'),
  Buffer.from(`u:${secret}`).toString('base64url'),
];

/** Has every service, and BotPier before it was started anew, write these lines. */
async function plant(lines: readonly string[]): Promise<void> {
  const { logs } = test.engine.containers;
  test.engine.containers.logs = async function* (id, options) {
    yield* logs(id, options);
    if (options.follow) return;
    for (const line of lines) yield { at: Date.now(), stream: 'stdout', text: line };
  };
  await mkdir(dirname(ownLogPath(test.dir)), { recursive: true });
  await writeFile(ownLogPath(test.dir), lines.map((line) => `2026-11-20T00:00:00.000Z ${line}\n`).join(''));
}

/** What of a text is Base64, as it was before. */
function decoded(all: string): string {
  return [...all.matchAll(/[A-Za-z0-9+/_-]{12,}/g)]
    .flatMap(([run]) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64').toString('latin1')))
    .join('\n');
}

const whole = (files: readonly ReportFile[]) =>
  files.map(({ name, text: content }) => `${name}\n${content}`).join('\n');

async function unpack(base64: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const archive = extract();
  archive.end(gunzipSync(Buffer.from(base64, 'base64')));
  for await (const entry of archive) files.set(entry.header.name, await text(entry));
  return files;
}

it('holds no secret, however it was written down, in what is shown and in what is saved', async () => {
  const lines = [
    ...stored.flatMap((secret, n) => forms(secret).map((form) => `planted ${n}: value ${form} it was`)),
    ...STRANGERS.map(([line, secret], n) => `strange ${n} ${line(secret)}`),
  ];
  await plant(lines);
  const { id, files } = await test.call.support.draft({ maskPeople: false });
  const saved = await test.call.support.save({ draft: id, names: files.map(({ name }) => name) });
  const archive = await unpack(saved.base64);
  expect([...archive.values()]).toEqual(files.map((file) => file.text));

  for (const all of [whole(files), [...archive].join('\n')]) {
    // They were there, and what is left of each line says where.
    for (const n of stored.keys()) expect(all).toContain(`planted ${n}: `);
    for (const n of STRANGERS.keys()) expect(all).toContain(`strange ${n} `);
    expect(all.split(REDACTED).length).toBeGreaterThan(lines.length);
    for (const secret of [...stored, ...STRANGERS.map(([, secret]) => secret), PROXY_PASSWORD]) {
      for (const form of forms(secret).slice(0, 4)) expect(all.includes(form), secret).toBe(false);
      expect(decoded(all).includes(secret.slice(2, -2)), `${secret} in Base64`).toBe(false);
    }
    expect(all).not.toContain('word-of-the-hook');
    expect(all).not.toContain('0123456789abcdefXYZ');
  }
}, 60_000);

it('tells what somebody who helps asks first, and nothing of how the bot is', async () => {
  const { files } = await test.call.support.draft({ maskPeople: true });
  const bot = test.bot().id;
  const names = files.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'about.json',
      'settings.json',
      'troubles.json',
      'logs/botpier.log',
      `bots/${bot}/chain.json`,
      `bots/${bot}/containers.json`,
      `bots/${bot}/logs/napcat.log`,
      `bots/${bot}/logs/astrbot.log`,
      `bots/${bot}/logs/gemini-balance.log`,
    ]),
  );
  const read = (name: string) => JSON.parse(files.find((file) => file.name === name)?.text ?? '');
  expect(read('about.json')).toMatchObject({
    botpier: test.app.view.get().version,
    engine: { product: 'Rehearsal' },
    runtime: { node: process.versions.node },
  });
  expect(read(`bots/${bot}/chain.json`)).toMatchObject({
    id: bot,
    persona: { preset: 'custom', characters: 12 },
  });
  const { wished, seen, plan } = read(`bots/${bot}/containers.json`);
  const sorted = (all: { name: string }[]) =>
    all.map(({ name }) => name).filter((name) => !name.includes('prepare'));
  expect(sorted(seen).sort()).toEqual(sorted(wished).sort());
  expect(plan).toEqual([]);
  for (const { env } of wished)
    for (const value of Object.values(env)) expect(value).toMatch(/^<\d+ characters>$/);
  expect(whole(files)).not.toContain('my own words');
  expect(whole(files)).not.toContain('words kept for later');
  expect(whole(files)).not.toContain(test.dir);
});

it('masks QQ numbers and mail addresses, each by the same word, unless it is told not to', async () => {
  await plant([
    `接收 <- 群聊 [茶馆(${STRANGER})] hello from ${OWNER} at 127.0.0.1:16099`,
    `again ${STRANGER}`,
  ]);
  const masked = whole((await test.call.support.draft({ maskPeople: true })).files);
  const account = test.bot().account?.uin ?? '';
  expect(account).toMatch(/^\d{5,}$/);
  for (const who of [OWNER, STRANGER, SHORT, account, 'captain@example.org'])
    expect(masked).not.toContain(who);
  const [, first, second] =
    /茶馆\((\[person \d+\])\)\] hello from (\[person \d+\]) at 127\.0\.0\.1:16099/.exec(masked) ?? [];
  expect(first).not.toBe(second);
  expect(masked).toContain(`again ${first}`);

  const open = whole((await test.call.support.draft({ maskPeople: false })).files);
  for (const who of [OWNER, STRANGER, account, 'captain@example.org']) expect(open).toContain(who);
});

it('saves what was chosen of what was seen, and nothing else', async () => {
  const first = await test.call.support.draft({ maskPeople: true });
  const { name, base64 } = await test.call.support.save({
    draft: first.id,
    names: ['about.json', 'nowhere.txt'],
  });
  expect(name).toMatch(/^botpier-report-[\dT-]+\.tar\.gz$/);
  const archive = await unpack(base64);
  expect([...archive.keys()]).toEqual([`${name.replace('.tar.gz', '')}/about.json`]);
  expect([...archive.values()]).toEqual([first.files.find((file) => file.name === 'about.json')?.text]);

  await expect(test.call.support.save({ draft: first.id, names: ['nowhere.txt'] })).rejects.toMatchObject({
    cause: { code: 'invalidInput' },
  });
  await test.call.support.draft({ maskPeople: true });
  await expect(test.call.support.save({ draft: first.id, names: ['about.json'] })).rejects.toMatchObject({
    cause: { code: 'notAllowed' },
  });
});

it('keeps the one of two that was asked for last', async () => {
  const [, last] = await Promise.all([
    test.call.support.draft({ maskPeople: false }),
    test.call.support.draft({ maskPeople: true }),
  ]);
  await expect(test.call.support.save({ draft: last.id, names: ['about.json'] })).resolves.toBeDefined();
});

it('can be had while there is no engine, too', async () => {
  await test.engine.controls.goAway();
  await test.call.engine.look();
  const { files } = await test.call.support.draft({ maskPeople: true });
  const about = JSON.parse(files.find(({ name }) => name === 'about.json')?.text ?? '');
  expect(about.engine.kind).not.toBe('running');
  expect(files.map(({ name }) => name)).toContain('logs/botpier.log');
});
