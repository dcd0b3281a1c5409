import { describe, expect, test } from 'vitest';
import { createWebClient } from './client';
import { WebError } from './web-error';
import type { WebSession } from './web-session';
import type { WebTransport } from './web-transport';

type Answer = { code: number; message?: string; data?: unknown } | 'missing';

/** A client of a web API that answers as told, one answer after the other for each path. */
function createClient(answers: Record<string, Answer | Answer[]>) {
  const calls: { path: string; body: unknown; credential: string | undefined }[] = [];
  const transport: WebTransport = async (path, { body, credential }) => {
    calls.push({ path, body, credential });
    const told = answers[path] ?? 'missing';
    const turn = calls.filter((call) => call.path === path).length - 1;
    const answer = Array.isArray(told) ? (told[turn] ?? 'missing') : told;
    if (answer === 'missing') throw new WebError('missing', path);
    return { code: answer.code, message: answer.message ?? '', data: answer.data };
  };
  let credential = 1;
  const session: WebSession = {
    credential: async () => `credential-${credential}`,
    discard: () => void credential++,
  };
  return { client: createWebClient(transport, session), calls };
}

const ok = (data: unknown): Answer => ({ code: 0, data });
const no = (message: string): Answer => ({ code: -1, message });

describe('the state of the sign-in', () => {
  test.each<[string, unknown, object]>([
    ['v4.7', { isLogin: false, qrcodeurl: 'u' }, { isLogin: false, qrcodeurl: 'u' }],
    [
      'v4.18 and what came later',
      {
        isLogin: true,
        qrcodeurl: '',
        loginError: 'e',
        isOffline: true,
        loginPhase: 'p',
        qrLoginAccepted: true,
        x: 1,
      },
      {
        isLogin: true,
        qrcodeurl: '',
        loginError: 'e',
        isOffline: true,
        loginPhase: 'p',
        qrLoginAccepted: true,
      },
    ],
    ['odd types', { isLogin: 'yes', qrcodeurl: null, loginError: 5 }, { isLogin: false, qrcodeurl: '' }],
    ['hardly anything', {}, { isLogin: false, qrcodeurl: '' }],
  ])('%s', async (_name, data, expected) => {
    const { client } = createClient({ '/QQLogin/CheckLoginStatus': ok(data) });
    expect(JSON.parse(JSON.stringify(await client.loginStatus()))).toEqual(expected);
  });

  test.each([null, undefined, 'text', 5])('%j is not its language', async (data) => {
    const { client } = createClient({ '/QQLogin/CheckLoginStatus': ok(data) });
    await expect(client.loginStatus()).rejects.toMatchObject({ kind: 'malformed' });
  });

  test('an account number may be a number', async () => {
    const { client } = createClient({ '/QQLogin/GetQQLoginInfo': ok({ uin: 10001, nick: null }) });
    expect(await client.accountInfo()).toMatchObject({ uin: '10001', nick: '' });
  });
});

test('a credential that is no longer taken is renewed once', async () => {
  const { client, calls } = createClient({
    '/QQLogin/CheckLoginStatus': [no('Unauthorized'), ok({ isLogin: true })],
  });
  expect(await client.loginStatus()).toMatchObject({ isLogin: true });
  expect(calls.map(({ credential }) => credential)).toEqual(['credential-1', 'credential-2']);
});

test('a credential that is never taken ends in a refusal', async () => {
  const { client, calls } = createClient({ '/QQLogin/CheckLoginStatus': no('Unauthorized') });
  await expect(client.loginStatus()).rejects.toMatchObject({ kind: 'refused' });
  expect(calls).toHaveLength(2);
});

describe('a code', () => {
  test.each<[Answer, boolean]>([
    [ok({ qrcode: 'u' }), false],
    [no('QRCode Get Error'), false],
    [no('QQ Is Logined'), true],
  ])('%j', async (answer, used) => {
    const { client } = createClient({ '/QQLogin/GetQQLoginQrcode': answer });
    expect(await client.isCodeUsed()).toBe(used);
  });
});

describe('a quick login', () => {
  test.each<[unknown, object]>([
    [null, { kind: 'accepted' }],
    [
      { needCaptcha: true, proofWaterUrl: 'https://ti.qq.com/c' },
      { kind: 'captcha', url: 'https://ti.qq.com/c' },
    ],
    [
      { needNewDevice: true, jumpUrl: 'https://ti.qq.com/d', newDevicePullQrCodeSig: 's' },
      { kind: 'newDevice', url: 'https://ti.qq.com/d' },
    ],
  ])('%j', async (data, expected) => {
    const { client, calls } = createClient({ '/QQLogin/SetQuickLogin': ok(data) });
    expect(await client.quickLogin('10001')).toEqual(expected);
    expect(calls[0]?.body).toEqual({ uin: '10001' });
  });

  test("fails with QQ's own words", async () => {
    const { client } = createClient({ '/QQLogin/SetQuickLogin': no('你的用户身份已失效') });
    await expect(client.quickLogin('10001')).rejects.toThrow('你的用户身份已失效');
  });
});

describe('what has another name in older versions', () => {
  test('the version', async () => {
    expect(
      await createClient({ '/base/GetNapCatVersion': ok({ version: '4.18.19' }) }).client.version(),
    ).toBe('4.18.19');
    expect(await createClient({ '/base/PackageInfo': ok({ version: '4.7.77' }) }).client.version()).toBe(
      '4.7.77',
    );
  });

  test('the restart', async () => {
    await createClient({ '/Process/Restart': ok({ message: 'ok' }) }).client.restart();
    await expect(createClient({}).client.restart()).rejects.toMatchObject({ kind: 'missing' });
  });
});

test('the OneBot config is sent as a string', async () => {
  const { client, calls } = createClient({ '/OB11Config/SetConfig': ok(null) });
  await client.setOneBotConfig({ network: {} });
  expect(calls[0]?.body).toEqual({ config: '{"network":{}}' });
});
