import type { AccountInfo, LoginStatus } from './client';
import { createLoginMemory, type LoginMemory } from './login-memory';
import type { LoginObservation } from './login-observation';
import { observeLogin } from './login-state';

export const T0 = 1_700_000_000_000;
export const URL_1 = 'https://txz.qq.com/p?k=11111111111111111111111111111111&f=1600001615';
export const URL_2 = 'https://txz.qq.com/p?k=22222222222222222222222222222222&f=1600001615';
export const URL_3 = 'https://txz.qq.com/p?k=33333333333333333333333333333333&f=1600001615';
export const EXPIRED = '二维码已过期，请刷新';
export const KICKED = '[KickedOffLine] [下线通知] 您的账号在另一地点登录';
export const REFUSED =
  '登录失败: [1,{"account":"","serverErrorCode":168,"title":"登录失败","message":"网络不稳定"}]';
export const ELSEWHERE = '当前账号(10001)已登录,无法重复登录';
export const ACCOUNT = { uin: '10001', nick: '小码', online: true };
export const UNHEARD = { connected: false, online: false };
export const HEARD = { connected: true, online: true };

export type Unseen<T = LoginObservation> = T extends LoginObservation ? Omit<T, 'at'> : never;
/** What is seen, and how many ms after the look before. */
export type Look = Unseen | { after: number; seen: Unseen };

/** v4.7.77: `{isLogin, qrcodeurl}`. */
export const a = (status: Partial<LoginStatus>, more: More = {}): Unseen => statusLook(status, more);
/** v4.18.19: with `loginError` and `isOffline`. */
export const b = (status: Partial<LoginStatus>, more: More = {}): Unseen =>
  statusLook({ loginError: '', isOffline: false, ...status }, more);
/** The line after it: with `loginPhase` and `qrLoginAccepted`. */
export const c = (status: Partial<LoginStatus>, more: More = {}): Unseen =>
  statusLook({ loginError: '', isOffline: false, qrLoginAccepted: false, ...status }, more);

interface More {
  account?: AccountInfo;
  codeUsed?: boolean;
  monitor?: { connected: boolean; online: boolean };
}

function statusLook(status: Partial<LoginStatus>, more: More): Unseen {
  return {
    kind: 'status',
    status: { isLogin: false, qrcodeurl: '', ...status } as LoginStatus,
    account: more.account,
    codeUsed: more.codeUsed ?? false,
    monitor: more.monitor ?? UNHEARD,
  };
}

export const online = b({ isLogin: true, qrcodeurl: URL_1 }, { account: ACCOUNT, monitor: HEARD });
export const away: Unseen = { kind: 'unreachable', monitor: UNHEARD };
export const later = (after: number, seen: Unseen): Look => ({ after, seen });

/** Looks half a second apart unless said otherwise. */
export function run(...looks: Look[]): { memory: LoginMemory; at: number } {
  let at = T0;
  let memory = createLoginMemory(at);
  for (const look of looks) {
    const { after, seen } = 'seen' in look ? look : { after: 500, seen: look };
    at += after;
    memory = observeLogin(memory, { ...seen, at } as LoginObservation);
  }
  return { memory, at };
}

export const stateAfter = (...looks: Look[]) => run(...looks).memory.state;
