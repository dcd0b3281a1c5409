import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessengerProfile } from './messenger-options';
import { createTestMessenger, type TestMessenger } from './test-messenger';

const QR = /^https:\/\/txz\.qq\.com\/p\?k=[0-9a-f]{32}&f=1600001615$/;

describe.each<MessengerProfile>(['A', 'B', 'C'])('sign-in of profile %s', (profile) => {
  let messenger: TestMessenger;
  /** The fields that this generation knows, of all that are expected. */
  const known = (fields: Record<string, unknown>) => {
    const names = {
      A: ['isLogin', 'qrcodeurl'],
      B: ['isLogin', 'isOffline', 'qrcodeurl', 'loginError'],
      C: ['isLogin', 'isOffline', 'qrcodeurl', 'loginError', 'loginPhase', 'qrLoginAccepted', 'coreReady'],
    }[profile];
    return Object.fromEntries(names.map((name) => [name, fields[name]]));
  };
  beforeEach(() => {
    messenger = createTestMessenger({ profile });
    messenger.start();
  });
  afterEach(() => messenger.stop());

  it('says each state as that generation does', async () => {
    const { controls, clock } = messenger;
    await messenger.boot();
    await messenger.enter();
    const base = {
      isLogin: false,
      isOffline: false,
      loginError: '',
      qrLoginAccepted: false,
      coreReady: false,
    };
    expect(await messenger.status()).toEqual(known({ ...base, qrcodeurl: '', loginPhase: 'waiting_qrcode' }));

    await messenger.until('waiting');
    const waiting = { ...base, qrcodeurl: expect.stringMatching(QR) };
    expect(await messenger.status()).toEqual(known({ ...waiting, loginPhase: 'waiting_qrcode' }));
    const { qrcodeurl } = await messenger.status();

    controls.scan();
    expect(await messenger.status()).toEqual(known({ ...waiting, qrcodeurl, loginPhase: 'qrcode_scanned' }));

    controls.confirm('10001', '小码');
    const confirmed = { ...waiting, qrcodeurl, loginPhase: 'initializing', qrLoginAccepted: true };
    expect(await messenger.status()).toEqual(known({ ...confirmed, isLogin: profile === 'A' }));
    expect(await messenger.api('/QQLogin/GetQQLoginQrcode')).toMatchObject({ message: 'QQ Is Logined' });
    expect((await messenger.api('/QQLogin/GetQQLoginInfo')).data).toMatchObject({ uin: '', nick: '' });

    await messenger.until('online');
    const online = { ...base, qrcodeurl, isLogin: true, coreReady: true, loginPhase: 'ready' };
    expect(await messenger.status()).toEqual(known(online));
    await clock.advance(1_000);
    expect((await messenger.api('/QQLogin/GetQQLoginInfo')).data).toMatchObject({
      uin: '10001',
      nick: '小码',
    });

    controls.silentOffline();
    expect(await messenger.status()).toEqual(
      known({
        ...base,
        qrcodeurl,
        isLogin: profile === 'A',
        isOffline: true,
        loginPhase: 'offline',
      }),
    );
    controls.comeBack();
    expect(await messenger.status()).toEqual(known(online));

    controls.kick('太久没说话');
    expect(await messenger.status()).toEqual(
      known({
        ...base,
        isLogin: profile === 'A',
        qrcodeurl: profile === 'C' ? '' : qrcodeurl,
        loginError: '[KickedOffLine] [下线通知] 太久没说话',
        loginPhase: 'reconnecting',
      }),
    );
  });

  it('renews a QR code after two minutes and keeps the error text until a refresh', async () => {
    const { clock } = messenger;
    await messenger.boot();
    await messenger.enter();
    await messenger.until('waiting');
    const { qrcodeurl: first } = await messenger.status();
    await clock.advance(119_900);
    expect((await messenger.status()).qrcodeurl).toBe(first);
    await clock.advance(1_000);
    const renewed = await messenger.status();
    expect(renewed.qrcodeurl).toMatch(QR);
    expect(renewed.qrcodeurl).not.toBe(first);
    expect(messenger.machine.log.join('\n')).toContain('Login Error,ErrType:  1  ErrCode: 3');
    if (profile === 'A') return;
    expect(renewed.loginError).toBe('二维码已过期，请刷新');
    const refreshed = messenger.api('/QQLogin/RefreshQRcode');
    await messenger.until('generating');
    await clock.advance(1_000);
    await refreshed;
    expect((await messenger.status()).loginError).toBe('');
  });

  it('tells a refusal, a no from the phone and an account that is in already', async () => {
    const { controls, clock } = messenger;
    await messenger.boot();
    await messenger.enter();
    await messenger.until('waiting');
    const { qrcodeurl: first } = await messenger.status();
    controls.reject();
    await clock.advance(1_000);
    const after = await messenger.status();
    if (profile === 'C') expect(after.qrcodeurl).toBe(first);
    else expect(after.qrcodeurl).not.toBe(first);
    controls.refuse('网络环境异常');
    await clock.advance(1_000);
    if (profile !== 'A') {
      const text = String((await messenger.status()).loginError);
      expect(text).toMatch(/^登录失败: /);
      expect(JSON.parse(text.slice('登录失败: '.length))).toMatchObject([
        1,
        { serverErrorCode: 168, message: '网络环境异常' },
      ]);
    }
    controls.setFaults({ alreadyLoggedIn: true });
    controls.confirm('10001');
    const twice = await messenger.status();
    expect(twice.isLogin).toBe(false);
    if (profile !== 'A') expect(twice.loginError).toBe('当前账号(10001)已登录,无法重复登录');
  });
});
