import type { LinkState } from '../contract/link-state';
import type { LoginState } from '../contract/login';
import { isOk, type Link, STOPPED, waitingFor } from './link';

interface Observation {
  login: LoginState | undefined;
  account: string | undefined;
  stopped: boolean;
  now: number;
}

/** After so many codes nobody scanned we stop making new ones until asked. */
const QR_EXPIRED_OFTEN = 10;
/** Tries to sign in again by ourselves after QQ signed the account out; more looks like an attack to QQ. */
const RELOGIN_LIMIT = 2;
/** A short loss of the network mends itself. */
const OFFLINE_PATIENCE_MS = 60_000;

/** Is the right QQ account signed in? */
export const loginLink: Link<Observation> = {
  id: 'login',
  observe: (world) => ({
    login: world.messenger?.connection?.login,
    account: world.bot.account,
    stopped: world.bot.intent === 'stopped' || world.messenger?.wish === 'stopped',
    now: world.now,
  }),
  judge({ login, account, stopped, now }, earlier): LinkState {
    if (stopped) return STOPPED;
    if (!isOk(earlier, 'messenger') || !login) return waitingFor('messenger');
    switch (login.kind) {
      case 'starting':
        return { kind: 'working', doing: 'connecting' };
      case 'waitingScan':
        if (login.expiredCount >= QR_EXPIRED_OFTEN)
          return broken('qrExpiredOften', { count: login.expiredCount });
        return { kind: 'needsYou', ask: { kind: 'scanQr', url: login.url, since: login.since } };
      case 'scanned':
        return { kind: 'needsYou', ask: { kind: 'confirmOnPhone', since: login.since } };
      case 'confirming':
        return { kind: 'working', doing: 'confirming' };
      case 'online':
        if (account !== undefined && account !== login.uin) {
          return {
            kind: 'needsYou',
            ask: { kind: 'acceptAccount', uin: login.uin, nick: login.nick, expectedUin: account },
          };
        }
        return { kind: 'ok' };
      case 'refused':
        return broken('loginRefused', { message: login.message }, [login.message]);
      case 'alreadyLoggedIn':
        return {
          kind: 'broken',
          diagnosis: { code: 'loginElsewhere', params: {}, evidence: [] },
          fixes: ['restartService'],
        };
      case 'kicked':
        if (account !== undefined && login.attempts < RELOGIN_LIMIT) {
          return { kind: 'working', doing: 'recovering', progress: { attempt: login.attempts + 1 } };
        }
        return {
          kind: 'broken',
          diagnosis: {
            code: 'kicked',
            params: { message: login.message, count: login.attempts },
            evidence: [login.message],
          },
          fixes: ['relogin', 'restartService'],
        };
      case 'offline':
        if (now - login.since < OFFLINE_PATIENCE_MS) return { kind: 'working', doing: 'reconnecting' };
        return {
          kind: 'broken',
          diagnosis: { code: 'offline', params: {}, evidence: [] },
          fixes: ['relogin', 'restartService'],
        };
      case 'captcha':
        return { kind: 'needsYou', ask: { kind: 'solveCaptcha', url: login.url } };
      case 'newDevice':
        return { kind: 'needsYou', ask: { kind: 'verifyDevice', url: login.url } };
      case 'noQr':
        return {
          kind: 'broken',
          diagnosis: { code: 'noQr', params: {}, evidence: login.message ? [login.message] : [] },
          fixes: ['refreshQr', 'restartService', 'openLogs'],
        };
    }
  },
  repair({ login, account }, state) {
    if (!login) return undefined;
    if (login.kind === 'kicked' && state.kind === 'working' && account !== undefined)
      return { do: 'relogin', account };
    if (login.kind === 'offline' && state.kind === 'broken' && account !== undefined)
      return { do: 'relogin', account };
    if (login.kind === 'noQr') return { do: 'refreshQr' };
    return undefined;
  },
  detail: ({ login, account }) => {
    const uin = login?.kind === 'online' ? login.uin : account;
    return uin === undefined ? undefined : maskAccount(uin);
  },
};

/** `2812344417` → `28****4417`: enough to tell accounts apart, not enough to look one up. */
export function maskAccount(uin: string): string {
  return uin.length <= 6 ? uin : `${uin.slice(0, 2)}****${uin.slice(-4)}`;
}

function broken(
  code: 'qrExpiredOften' | 'loginRefused',
  params: Record<string, string | number>,
  evidence: string[] = [],
): LinkState {
  return { kind: 'broken', diagnosis: { code, params, evidence }, fixes: ['refreshQr'] };
}
