import type { ProgramFiles } from '../../lib/program-host';
import { createValue, type Readable, type Value } from '../../lib/value';
import type { Lifetime } from '../lifetime';
import { PHONE_ACCOUNT } from './chat-world';
import { INITIAL_LOGIN, type LoginSnapshot, QR_EXPIRED_TEXT } from './login-state';
import { ControlError, type MessengerFaults } from './messenger-controls';
import type { MessengerLog } from './messenger-log';
import type { MessengerProfile, MessengerTimings } from './messenger-options';
import { publishQr } from './qr-code';
import { createQrCycle } from './qr-cycle';
import type { Tickets } from './tickets';

export interface LoginParts {
  profile: MessengerProfile;
  timings: MessengerTimings;
  life: Lifetime;
  log: MessengerLog;
  files: ProgramFiles;
  tickets: Tickets;
  faults: Value<MessengerFaults>;
  /** OneBot is to start; the account is known. */
  startOneBot(uin: string): Promise<void>;
  /** The account was signed out: tell OneBot's clients. */
  announceKick(title: string, message: string): void;
  /** Profile C: the worker restarts itself. */
  restartSelf(): void;
}

/** One worker's sign-in, from the first QR code to being thrown out. */
export interface Login {
  readonly state: Readable<LoginSnapshot>;
  /** Whether the sign-in service is connected. */
  isConnected(): boolean;
  /** Connects, then signs `quickAccount` in or asks for a QR code. */
  begin(quickAccount: string, fromCommandLine: boolean): void;
  /** Asks for a new QR code and forgets the last error. */
  refreshQr(): void;
  /** Undefined when signed in, else QQ's words; a QR code is then asked for. */
  quickLogin(uin: string): Promise<string | undefined>;
  accept(uin: string, nick: string): void;
  scan(): void;
  confirm(uin?: string, nick?: string): void;
  reject(): void;
  refuse(message: string, serverErrorCode: number): void;
  expireQr(): void;
  kick(message: string): void;
  goOffline(): void;
  comeBack(): void;
}

export function createLogin(parts: LoginParts): Login {
  const { profile, timings, life, log, tickets, faults } = parts;
  const state = createValue<LoginSnapshot>(INITIAL_LOGIN);
  const patch = (change: Partial<LoginSnapshot>) => state.set({ ...state.get(), ...change });
  /** Work that nobody waits for: its failure, say of a full disk, is a line in the log. */
  const inBackground = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => log.error(String(error)));
  let connected = false;
  const qr = createQrCycle({
    timings,
    life,
    faults: faults.get,
    lastUrl: () => state.get().qrUrl,
    onCode(url) {
      patch({ phase: 'waiting', qrUrl: url });
      inBackground(publishQr(url, parts.files, log));
    },
    onExpiry: expire,
  });

  function requestQr(asked: boolean): void {
    patch({ phase: 'generating' });
    qr.request(asked);
  }

  function expire(): void {
    if (state.get().phase === 'scanned' && faults.get().stuckScanned) return;
    fail(1, 3);
    patch({ error: QR_EXPIRED_TEXT });
    requestQr(false);
  }

  const fail = (type: number, code: number) =>
    log.error(`[Core] [Login] Login Error,ErrType:  ${type}  ErrCode: ${code}`);

  function accept(uin: string, nick: string): void {
    qr.stop();
    patch({ phase: 'initializing', signedIn: true });
    inBackground(tickets.save(uin, nick));
    life.after(timings.initMs, () => {
      patch({ uin });
      inBackground(parts.startOneBot(uin).then(() => life.after(timings.readyMs, () => comeOnline(nick))));
    });
  }

  function comeOnline(nick: string): void {
    patch({ phase: 'online' });
    life.after(timings.nickMs, () => {
      patch({ nick });
      log.setNick(nick);
    });
  }

  async function quickLogin(uin: string): Promise<string | undefined> {
    // Once signed out it is deaf to every sign-in until it is restarted.
    if (state.get().phase === 'kicked') return '登录态已失效，请重新登录';
    const ticket = faults.get().quickLoginFailure || (await tickets.redeem(uin));
    if (typeof ticket === 'string') {
      requestQr(true);
      return ticket;
    }
    accept(ticket.uin, ticket.nick);
    return undefined;
  }

  async function start(quickAccount: string, fromCommandLine: boolean): Promise<void> {
    const known = await tickets.list();
    if (known.length > 0) {
      const names = known.map(({ uin, nick }, index) => `${index + 1}. ${uin} ${nick}`).join('\n');
      log.info(`可用于快速登录${profile === 'A' ? '的 QQ：' : ' of QQ：'}\n${names}`);
    }
    if (!quickAccount) {
      log.info('没有 -q 指令指定快速登录，将使用二维码登录方式');
      return requestQr(false);
    }
    if (fromCommandLine) log.info(`正在快速登录  ${quickAccount}`);
    const problem = await quickLogin(quickAccount);
    if (fromCommandLine) {
      if (problem !== undefined) log.error(`快速登录错误： ${problem}`);
    } else if (problem === undefined) log.plain(`[NapCat] [WebUi] 自动快速登录成功: ${quickAccount}`);
    else log.plain(`[NapCat] [WebUi] 自动快速登录失败: ${problem}`);
  }

  function need(ok: boolean, what: string): void {
    if (!ok) throw new ControlError(`${what} while ${state.get().phase}`);
  }

  const scan = () => {
    need(state.get().phase === 'waiting', 'cannot scan');
    patch({ phase: 'scanned' });
    if (profile === 'C') log.info('[Core] [Login] 二维码已被扫描，等待确认...');
  };

  return {
    state,
    isConnected: () => connected,
    begin(quickAccount, fromCommandLine) {
      if (profile !== 'A') {
        log.info('等待网络连接...');
        const stop = life.every(500, () => connected || log.info('等待网络连接...'));
        life.after(timings.serviceMs, () => {
          stop();
          log.info('网络已连接');
        });
      }
      life.after(timings.serviceMs, () => {
        connected = true;
        inBackground(start(quickAccount, fromCommandLine));
      });
    },
    refreshQr() {
      if (state.get().phase === 'kicked') return;
      patch({ error: '' });
      requestQr(true);
    },
    quickLogin,
    accept,
    scan,
    confirm(uin = PHONE_ACCOUNT.uin, nick = PHONE_ACCOUNT.nick) {
      if (state.get().phase === 'waiting') scan();
      need(state.get().phase === 'scanned', 'cannot confirm');
      if (faults.get().stuckScanned) return;
      if (!faults.get().alreadyLoggedIn) return accept(uin, nick);
      patch({ error: `当前账号(${uin})已登录,无法重复登录` });
      log.error(`[Core] [Login] 当前账号(${uin})已登录,无法重复登录`);
    },
    reject() {
      need(['waiting', 'scanned'].includes(state.get().phase), 'cannot reject');
      fail(1, 5);
      if (profile !== 'C') requestQr(false);
    },
    refuse(message, serverErrorCode) {
      need(['waiting', 'scanned'].includes(state.get().phase), 'cannot refuse');
      const detail = { account: '', serverErrorCode, title: '登录失败', message };
      log.error(`[Core] [Login] Login Error , ErrInfo:  ${JSON.stringify([1, detail])}`);
      patch({ error: `登录失败: ${JSON.stringify([1, detail])}` });
      if (profile !== 'C') requestQr(false);
    },
    expireQr() {
      need(['waiting', 'scanned'].includes(state.get().phase), 'cannot expire a QR code');
      expire();
    },
    kick(message) {
      const { phase, uin } = state.get();
      need(phase === 'online' || phase === 'offline', 'cannot kick');
      if (faults.get().kickKillsTicket) inBackground(tickets.kill(uin));
      const error = `[KickedOffLine] [下线通知] ${message}`;
      log.error(error);
      patch({ phase: 'kicked', error });
      if (profile !== 'A') patch({ signedIn: false });
      parts.announceKick('下线通知', message);
      if (profile !== 'C') return;
      patch({ qrUrl: '' });
      life.after(timings.kickRestartMs, parts.restartSelf);
    },
    goOffline() {
      need(state.get().phase === 'online', 'cannot go offline');
      log.warn('账号状态变更为离线');
      patch({ phase: 'offline' });
    },
    comeBack() {
      need(state.get().phase === 'offline', 'cannot come back');
      log.info('账号状态变更为在线');
      patch({ phase: 'online' });
    },
  };
}
