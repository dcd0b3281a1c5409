import { type LoginSnapshot, reportLogin } from '../login-state';
import { createTickets } from '../tickets';
import { readWebuiConfig, saveWebuiConfig } from '../webui-config';
import { type ApiHandler, ApiRefusal, type ApiRoutes, type WebuiParts } from './api-call';

const refuseSignedIn = ({ login }: WebuiParts) => {
  if (login.state.get().signedIn) throw new ApiRefusal('QQ Is Logined');
};

const restart: ApiHandler = (_call, parts) => {
  if (!parts.restart) throw new ApiRefusal('重启功能未初始化');
  parts.restart();
  return { message: '进程重启请求已发送' };
};

const quickAccounts = async ({ host, login }: WebuiParts) =>
  login.isConnected() ? createTickets(host).list() : [];

export const loginRoutes: ApiRoutes = {
  'POST /QQLogin/CheckLoginStatus': (_call, { profile, login }) => reportLogin(profile, login.state.get()),
  'POST /QQLogin/GetQQLoginQrcode'(_call, parts) {
    refuseSignedIn(parts);
    const { qrUrl } = parts.login.state.get();
    if (qrUrl === '') throw new ApiRefusal('QRCode Get Error');
    return { qrcode: qrUrl };
  },
  'ALL /QQLogin/GetQuickLoginList': async (_call, parts) =>
    (await quickAccounts(parts)).map(({ uin }) => uin),
  'ALL /QQLogin/GetQuickLoginListNew': async (_call, parts) =>
    (await quickAccounts(parts)).map(({ uin, nick }) => ({
      uin,
      uid: `u_${uin}`,
      nickName: nick,
      faceUrl: '',
      facePath: '',
      loginType: 1,
      isQuickLogin: true,
      isAutoLogin: false,
    })),
  async 'POST /QQLogin/SetQuickLogin'({ body }, parts) {
    const uin = body.text('uin');
    refuseSignedIn(parts);
    if (uin === '') throw new ApiRefusal('uin is empty');
    const problem = await parts.login.quickLogin(uin);
    if (problem !== undefined) throw new ApiRefusal(problem);
    return null;
  },
  'POST /QQLogin/GetQQLoginInfo'(_call, { profile, login }) {
    const { uin, nick, phase } = login.state.get();
    const uid = uin && `u_${uin}`;
    if (profile === 'A') return { uid, uin, nick };
    const avatarUrl = uin && `https://q1.qlogo.cn/g?b=qq&nk=${uin}&s=100`;
    return { uid, uin, nick, online: phase === 'online', avatarUrl };
  },
  'POST /QQLogin/GetQuickLoginQQ': async (_call, { host, profile }) =>
    (await readWebuiConfig(host, profile)).autoLoginAccount,
  async 'POST /QQLogin/SetQuickLoginQQ'({ body }, { host, config }) {
    config.autoLoginAccount = body.text('uin');
    await saveWebuiConfig(host, config);
    return null;
  },
};

/** What came after profile A. */
export const laterLoginRoutes: ApiRoutes = {
  async 'POST /QQLogin/RefreshQRcode'(_call, parts) {
    const { profile, login } = parts;
    refuseSignedIn(parts);
    if (profile === 'B') {
      login.refreshQr();
      return null;
    }
    if (login.state.get().phase === 'kicked') return { qrcodeurl: '', restarting: true };
    const fresh = nextQr(parts);
    login.refreshQr();
    return { qrcodeurl: await fresh };
  },
  'POST /QQLogin/PasswordLogin'({ body }, parts) {
    const uin = body.text('uin');
    refuseSignedIn(parts);
    if (uin === '' || body.text('passwordMd5') === '') throw new ApiRefusal('uin or passwordMd5 is empty');
    const { password } = parts.faults();
    if (password === 'captcha') return { needCaptcha: true, proofWaterUrl: CAPTCHA_URL };
    if (password === 'newDevice') {
      return { needNewDevice: true, jumpUrl: NEW_DEVICE_URL, newDevicePullQrCodeSig: 'simulated' };
    }
    parts.login.accept(uin, `QQ ${uin}`);
    return null;
  },
  'POST /QQLogin/RestartNapCat': restart,
  'POST /Process/Restart': restart,
};

export const CAPTCHA_URL = 'https://ti.qq.com/safe/tools/captcha/sms-verify-login?sid=1';
export const NEW_DEVICE_URL = 'https://accounts.qq.com/safe/verify?_wv=2&sig=1';

/** The next QR code's URL. */
function nextQr({ login, life, timings }: WebuiParts): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      stop();
      unsubscribe();
      finish();
    };
    let asked = false;
    const unsubscribe = login.state.subscribe(({ phase, qrUrl }: LoginSnapshot) => {
      if (phase === 'generating') asked = true;
      else if (asked && phase === 'waiting') settle(() => resolve(qrUrl));
    });
    const stop = life.after(timings.refreshWaitMs, () =>
      settle(() => reject(new ApiRefusal('QRCode Refresh Error: 等待二维码超时'))),
    );
  });
}
