import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestMessenger, type TestMessenger, WEB_TOKEN } from './test-messenger';
import { hashToken } from './webui/credentials';

let messenger: TestMessenger;
afterEach(() => messenger.stop());

async function booted(options: Parameters<typeof createTestMessenger>[0] = {}): Promise<TestMessenger> {
  messenger = createTestMessenger(options);
  messenger.start();
  await messenger.boot();
  return messenger;
}

const noCredential = { headers: { authorization: '' } };

describe('the way in', () => {
  beforeEach(() => booted());

  it('says Unauthorized before it looks whether there is such a call', async () => {
    for (const path of ['/QQLogin/CheckLoginStatus', '/no/such/call', '/auth/login?x=1']) {
      expect(await messenger.api(path, {}, noCredential)).toEqual({ code: -1, message: 'Unauthorized' });
    }
    await messenger.enter();
    const response = await messenger.raw('/no/such/call');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('is asked for without a token at no cost', async () => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await messenger.api('/auth/login', {})).toEqual({ code: -1, message: 'token is empty' });
    }
    expect((await messenger.enter()).code).toBe(0);
  });

  it('counts good attempts too: three a minute, from the first', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await messenger.enter()).code).toBe(0);
    expect(await messenger.enter()).toEqual({ code: -1, message: 'login rate limit' });
    await messenger.clock.advance(59_000);
    expect((await messenger.enter()).message).toBe('login rate limit');
    await messenger.clock.advance(1_100);
    expect((await messenger.enter()).code).toBe(0);
    expect((await messenger.enter('wrong')).message).toBe('token is invalid');
  });

  it('stays open for an hour', async () => {
    await messenger.enter();
    await messenger.clock.advance(3_599_000);
    expect((await messenger.api('/auth/check')).code).toBe(0);
    await messenger.clock.advance(2_000);
    expect((await messenger.api('/auth/check')).message).toBe('Unauthorized');
  });

  it('takes the credential from the query, and none that was revoked or tampered with', async () => {
    const answer = await messenger.enter();
    const { Credential } = answer.data as { Credential: string };
    const query = `/auth/check?webui_token=${encodeURIComponent(Credential)}`;
    const bare = { method: 'POST' };
    const url = `http://127.0.0.1:${messenger.machine.port(6_099)}/api`;
    expect(await (await fetch(url + query, bare)).json()).toMatchObject({ code: 0 });
    const { Data, Hmac } = JSON.parse(Buffer.from(Credential, 'base64').toString());
    const forged = Buffer.from(JSON.stringify({ Data: { ...Data, CreatedTime: 0 }, Hmac })).toString(
      'base64',
    );
    expect(
      (await messenger.api('/auth/check', {}, { headers: { authorization: `Bearer ${forged}` } })).message,
    ).toBe('Unauthorized');
    await messenger.api('/auth/logout');
    expect((await messenger.api('/auth/check')).message).toBe('Token has been revoked');
    expect((await messenger.api('/QQLogin/CheckLoginStatus')).message).toBe('Unauthorized');
  });

  it('fails without a word on a body that is missing, malformed or too long', async () => {
    const unknown = { code: -1, message: 'An unknown error occurred.' };
    const login = async (init: RequestInit) => (await messenger.raw('/auth/login', init)).json();
    expect(await login({})).toEqual(unknown);
    expect(await login({ body: '{"hash":' })).toEqual(unknown);
    expect(await login({ body: JSON.stringify({ hash: 'x'.repeat(101 * 1_024) }) })).toEqual(unknown);
  });

  it('changes the token at once', async () => {
    await messenger.enter();
    const change = (newToken: string) =>
      messenger.api('/auth/update_token', { oldToken: WEB_TOKEN, newToken });
    expect((await change('short')).code).toBe(-1);
    expect((await change('lettersonly')).code).toBe(-1);
    expect((await change('newToken99')).code).toBe(0);
    expect((await messenger.api('/auth/check')).message).not.toBe('success');
    expect((await messenger.enter('newToken99')).code).toBe(0);
  });
});

it('took the plain token before v4.7.33', async () => {
  await booted({ profile: 'A', loginBody: 'plain' });
  expect((await messenger.api('/auth/login', { hash: hashToken(WEB_TOKEN) })).message).toBe('token is empty');
  expect((await messenger.api('/auth/login', { token: WEB_TOKEN })).code).toBe(0);
});

describe('what the generations know', () => {
  it.each([
    ['A', [404, 404, 404, 200]],
    ['B', [200, 200, 200, 404]],
    ['C', [200, 200, 200, 404]],
  ] as const)('of profile %s', async (profile, statuses) => {
    await booted({ profile });
    await messenger.enter();
    await messenger.until('waiting');
    const asked = [
      messenger.raw('/QQLogin/PasswordLogin', { body: '{}' }),
      messenger.raw('/Process/Restart', { body: '{}' }),
      messenger.raw('/base/GetNapCatVersion', { method: 'GET' }),
      messenger.raw('/base/PackageInfo', { method: 'GET' }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(statuses);
  });

  it('has B answer a refresh at once, C with the new code', async () => {
    await booted({ profile: 'B' });
    await messenger.enter();
    await messenger.until('waiting');
    expect((await messenger.api('/QQLogin/RefreshQRcode')).data).toBeNull();
    await messenger.stop();

    await booted({ profile: 'C' });
    await messenger.enter();
    await messenger.until('waiting');
    const before = (await messenger.status()).qrcodeurl;
    const refreshed = messenger.api('/QQLogin/RefreshQRcode');
    await messenger.until('generating');
    await messenger.until('waiting');
    const { qrcodeurl } = (await refreshed).data as { qrcodeurl: string };
    expect(qrcodeurl).toBe((await messenger.status()).qrcodeurl);
    expect(qrcodeurl).not.toBe(before);
  });

  it('has C give up on a code that does not come', async () => {
    await booted({ profile: 'C' });
    messenger.controls.setFaults({ noQr: 'never' });
    await messenger.enter();
    await messenger.until('generating');
    expect((await messenger.api('/QQLogin/GetQQLoginQrcode')).message).toBe('QRCode Get Error');
    let answered = false;
    const refreshed = messenger.api('/QQLogin/RefreshQRcode').finally(() => {
      answered = true;
    });
    while (!answered) await messenger.clock.advance(1_000);
    expect((await refreshed).message).toMatch(/^QRCode Refresh Error: /);
  });

  it('may show no code before one is asked for, or the same again', async () => {
    messenger = createTestMessenger();
    messenger.controls.setFaults({ noQr: 'untilRefresh', sameUrlOnRefresh: true });
    messenger.start();
    await messenger.boot();
    await messenger.enter();
    await messenger.clock.advance(60_000);
    expect((await messenger.status()).qrcodeurl).toBe('');
    await messenger.api('/QQLogin/RefreshQRcode');
    await messenger.until('waiting');
    const { qrcodeurl } = await messenger.status();
    await messenger.api('/QQLogin/RefreshQRcode');
    await messenger.until('waiting');
    expect((await messenger.status()).qrcodeurl).toBe(qrcodeurl);
  });

  it('has C stuck on a code that was scanned', async () => {
    await booted({ profile: 'C' });
    await messenger.enter();
    await messenger.until('waiting');
    messenger.controls.setFaults({ stuckScanned: true });
    messenger.controls.scan();
    messenger.controls.confirm();
    await messenger.clock.advance(300_000);
    expect((await messenger.status()).loginPhase).toBe('qrcode_scanned');
  });

  it('runs a password login into a captcha or a new device', async () => {
    await booted();
    await messenger.enter();
    const login = () =>
      messenger.api('/QQLogin/PasswordLogin', { uin: '10001', passwordMd5: 'f'.repeat(32) });
    messenger.controls.captcha();
    expect((await login()).data).toMatchObject({ needCaptcha: true });
    messenger.controls.newDevice();
    expect((await login()).data).toMatchObject({ needNewDevice: true });
    expect(messenger.machine.log.join('\n')).toMatch(/需要验证码, proofWaterUrl: {2}https/);
  });
});

describe('the token at start', () => {
  const LINE = /WebUi User Panel Url: (http:\S+)/;

  it('is the environment’s, over any file', async () => {
    messenger = createTestMessenger();
    messenger.machine.files.set('/app/napcat/config/webui.json', '{"host":"0.0.0.0","token":"other12345"}');
    messenger.start();
    await messenger.boot();
    expect((await messenger.enter()).code).toBe(0);
    expect(messenger.machine.log.join('\n')).toContain(`WebUi Token: ${WEB_TOKEN}`);
    expect(messenger.machine.files.get('/app/napcat/config/webui.json')).toContain(WEB_TOKEN);
  });

  it('is made anew when it is the default one', async () => {
    messenger = createTestMessenger();
    messenger.start({ env: { WEBUI_TOKEN: 'napcat', NAPCAT_WEBUI_SECRET_KEY: '' } });
    await messenger.boot();
    const url = LINE.exec(messenger.machine.log.join('\n'))?.[1] ?? '';
    const token = new URL(url).searchParams.get('token') ?? '';
    expect(token).toMatch(/^[0-9a-f]{8}$/);
    expect((await messenger.enter(token)).code).toBe(0);
  });

  it('stays napcat in the oldest generation, whatever the environment says', async () => {
    messenger = createTestMessenger({ profile: 'A' });
    messenger.start({ env: { WEBUI_TOKEN: '' } });
    await messenger.boot();
    expect((await messenger.enter('napcat')).code).toBe(0);
    expect(messenger.machine.log.join('\n')).toMatch(/WebUi Local Panel Url: http:\/\/127\.0\.0\.1:6099/);
  });

  it('is lost behind a comment: webui.json is strict JSON', async () => {
    messenger = createTestMessenger();
    messenger.machine.files.set('/app/napcat/config/webui.json', `{"token":"${WEB_TOKEN}" /* mine */}`);
    messenger.start({ env: { NAPCAT_WEBUI_SECRET_KEY: '' } });
    await messenger.boot();
    expect((await messenger.enter()).message).toBe('token is invalid');
  });

  it('has no door on :: without IPv6', async () => {
    messenger = createTestMessenger({ hasIpv6: false });
    messenger.machine.files.set('/app/napcat/config/webui.json', `{"host":"::","token":"${WEB_TOKEN}"}`);
    messenger.start();
    await messenger.boot();
    expect(messenger.machine.port(6_099)).toBeUndefined();
    expect(messenger.machine.log.join('\n')).toContain('Current WebUi is not run.');
  });
});

it('streams its log: what was, then what comes, with tokens masked', async () => {
  await booted();
  await messenger.enter();
  const gone = new AbortController();
  const response = await messenger.raw('/Log/GetLogRealTime', { method: 'GET', signal: gone.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.includes('二维码已保存')) break;
    }
  })();
  await messenger.until('waiting');
  await reading;
  gone.abort();
  expect(text).toContain('webui?token=***');
  expect(text).not.toContain(`token=${WEB_TOKEN}`);
});

it('writes times, coloured levels and, once known, the nickname', async () => {
  messenger = createTestMessenger();
  messenger.start({ env: { TZ: 'Asia/Shanghai' } });
  await messenger.signIn();
  messenger.controls.silentOffline();
  const { log } = messenger.machine;
  expect(log).toContainEqual(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
    expect.stringMatching(/^11-15 06:13:\d\d \[\u001b\[32minfo\u001b\[39m\] \[NapCat\] \[Core\]/),
  );
  expect(log.at(-1)).toContain('小码 | 账号状态变更为离线');
});
