import { createQueue } from '../../lib/queue';
import { createValue } from '../../lib/value';
import type { BridgeEnd, DialFailure, Messenger, MessengerConnection, ServiceAccess } from '../roles';
import { createWebClient, type WebClient } from './client';
import { inspectEnds, type OurEnds, tokensOf, withOurEnds, withoutOtherBridge } from './config';
import { parseLogLine } from './log-lines';
import { needsFreshCode } from './login-code';
import { createLoginMemory } from './login-memory';
import type { LoginObservation } from './login-observation';
import { observeLogin } from './login-state';
import { openMonitor } from './monitor';
import { createWebAccess } from './web-access';
import { WebError } from './web-error';

/** An observation before its time is put on it. */
type Seen<T = LoginObservation> = T extends LoginObservation ? Omit<T, 'at'> : never;
type ApiState = ReturnType<MessengerConnection['api']['get']>;

/** While a code is on screen: a replaced one must be gone within a second. */
const CODE_LOOK_MS = 500;
/** The first reply waits for what comes next. */
const CONFIRMING_LOOK_MS = 200;
const LOOK_MS = 1_000;
/** Once online our own socket tells what happens; the API is asked only to be sure. */
const ONLINE_LOOK_MS = 30_000;
const UNWATCHED_LOOK_MS = 5_000;
const REFUSED_LOOK_MS = 5_000;
/** The nickname follows the sign-in within so long, or never. */
const NICK_MS = 15_000;

/** Makes `connect`; its connections share what NapCat counts together. */
export function createConnector(open = createWebAccess()): Messenger['connect'] {
  return (access, account, brainUrl) => {
    const { transport, session } = open(access);
    return openConnection(access, account, brainUrl, createWebClient(transport, session));
  };
}

function openConnection(
  access: ServiceAccess,
  account: string | undefined,
  brainUrl: string | undefined,
  client: WebClient,
): MessengerConnection {
  const { clock, log } = access;
  let ends: OurEnds = {
    bridge: secretOf(access, 'bridge'),
    monitor: secretOf(access, 'monitor'),
    brainUrl,
  };
  const closing = new AbortController();
  const api = createValue<ApiState>({ kind: 'connecting' });
  let memory = createLoginMemory(clock.now());
  const login = createValue(memory.state);
  const dialling = createValue<DialFailure | undefined>(undefined);

  const rewriting = createQueue();

  let cancelLook = () => {};
  let isLooking = false;
  let isLookWanted = false;
  let canRefresh = true;
  let autoLogin: string | undefined;

  const observe = (seen: Seen) => {
    memory = observeLogin(memory, { ...seen, at: clock.now() });
    login.set(memory.state);
  };

  const monitor = openMonitor({
    port: portOf(access, 'monitor'),
    token: ends.monitor,
    clock,
    onKicked(message) {
      observe({ kind: 'kicked', message });
      lookNow();
    },
  });
  const monitorHint = () => {
    const { kind, online } = monitor.state.get();
    return { connected: kind === 'connected', online };
  };

  const look = async () => {
    const { signal } = closing;
    const status = await client.loginStatus(signal);
    const info = status.isLogin ? await client.accountInfo(signal) : undefined;
    const asksForUse = !status.isLogin && status.qrcodeurl !== '' && status.qrLoginAccepted === undefined;
    const codeUsed = asksForUse && (await client.isCodeUsed(signal));
    observe({ kind: 'status', status, account: info, codeUsed, monitor: monitorHint() });
  };

  const lookAndAct = async () => {
    try {
      await look();
    } catch (error) {
      if (closing.signal.aborted) return;
      api.set(absentApi(error) ?? api.get());
      observe({ kind: 'unreachable', monitor: monitorHint() });
      return;
    }
    if (api.get().kind !== 'ok') {
      // It may be another version than before.
      canRefresh = true;
      api.set({ kind: 'ok', version: undefined });
      inBackground('version', learnVersion);
    }
    const { state } = memory;
    if (state.kind === 'confirming' || state.kind === 'online') monitor.poke();
    if (state.kind === 'online') inBackground('auto login', () => keepAutoLogin(state.uin));
    if (canRefresh && needsFreshCode(memory, clock.now())) {
      observe({ kind: 'refreshed', byUser: false });
      // Not waited for: newer versions answer only once the code is there, and looking must go on.
      inBackground('refresh', refresh);
    }
  };

  const inBackground = (what: string, work: () => Promise<void>) => {
    work().catch((error: unknown) => {
      if (!closing.signal.aborted) log(`${what}: ${String(error)}`);
    });
  };

  const learnVersion = async () => {
    const version = await client.version(closing.signal);
    if (api.get().kind === 'ok') api.set({ kind: 'ok', version });
  };

  /** A restart by the API signs in by itself only as this says; never for an account that does not belong here. */
  const keepAutoLogin = async (uin: string) => {
    if (autoLogin === uin || (account !== undefined && account !== uin)) return;
    autoLogin = uin;
    try {
      await client.setAutoLogin(uin, closing.signal);
    } catch (error) {
      if (!(error instanceof WebError && error.kind === 'missing')) autoLogin = undefined;
      throw error;
    }
  };

  const refresh = async () => {
    try {
      await client.refreshQr(closing.signal);
    } catch (error) {
      if (error instanceof WebError && error.kind === 'missing') canRefresh = false;
      throw error;
    } finally {
      lookNow();
    }
  };

  const nextLookMs = (): number => {
    const { state } = memory;
    if (api.get().kind === 'refused') return REFUSED_LOOK_MS;
    switch (state.kind) {
      case 'online':
        if (memory.downLooks > 0 || (state.nick === '' && clock.now() - state.since < NICK_MS))
          return LOOK_MS;
        return monitorHint().connected ? ONLINE_LOOK_MS : UNWATCHED_LOOK_MS;
      case 'confirming':
        return CONFIRMING_LOOK_MS;
      case 'kicked':
      case 'offline':
        return LOOK_MS;
      default:
        return CODE_LOOK_MS;
    }
  };

  const lookNow = () => {
    if (closing.signal.aborted) return;
    if (isLooking) {
      isLookWanted = true;
      return;
    }
    cancelLook();
    isLooking = true;
    isLookWanted = false;
    void lookAndAct().finally(() => {
      isLooking = false;
      if (closing.signal.aborted) return;
      if (isLookWanted) lookNow();
      else cancelLook = clock.after(nextLookMs(), lookNow);
    });
  };

  /** Before that NapCat takes a config, says yes and does nothing. */
  const isSignedIn = async (signal?: AbortSignal) =>
    (await client.loginStatus(signal)).isLogin && (await client.accountInfo(signal)).uin !== '';

  let heard = monitorHint();
  const stopWatching = monitor.state.subscribe(() => {
    const now = monitorHint();
    if (now.connected !== heard.connected || now.online !== heard.online) lookNow();
    heard = now;
  });
  const stopLogs = access.logs?.((line) => {
    const event = parseLogLine(line);
    switch (event?.kind) {
      case 'captcha':
      case 'newDevice':
        return observe({ kind: 'obstacle', obstacle: event });
      case 'webUiOff':
      case 'quickLoginFailed':
        return observe({ kind: 'hint', text: event.message });
      case 'waitingForNetwork':
        return observe({ kind: 'hint', text: '等待网络连接' });
      case 'loginError':
        // 3 is a code that ran out, which explains nothing.
        if (event.code !== 3)
          observe({ kind: 'hint', text: `Login Error ErrType ${event.type} ErrCode ${event.code}` });
        return;
      case 'dialFailed': {
        const { sign, message } = event;
        const before = dialling.get();
        const now = clock.now();
        return dialling.set({ sign, message, since: before?.sign === sign ? before.since : now, at: now });
      }
      case 'dialClosed':
        return dialling.set(undefined);
      case undefined:
      case 'version':
        return;
      default:
        return lookNow();
    }
  });
  lookNow();

  return {
    login,
    monitor: monitor.state,
    dialling,
    api,
    async refreshQr(signal) {
      observe({ kind: 'refreshed', byUser: true });
      try {
        await client.refreshQr(signal);
      } catch (error) {
        if (!isAlreadyIn(error)) throw error;
      } finally {
        lookNow();
      }
    },
    async quickLogin(uin, signal) {
      observe({ kind: 'recovery' });
      try {
        const answer = await client.quickLogin(uin, signal);
        if (answer.kind === 'accepted') return;
        observe({ kind: 'obstacle', obstacle: answer });
        throw new WebError('failed', answer.kind === 'captcha' ? '需要验证码' : '新设备需要扫码验证');
      } catch (error) {
        if (!isAlreadyIn(error)) throw error;
      } finally {
        lookNow();
      }
    },
    async restart(signal) {
      observe({ kind: 'recovery' });
      await client.restart(signal);
      lookNow();
    },
    async inspectBridge(signal): Promise<BridgeEnd> {
      try {
        if (!(await isSignedIn(signal))) return { kind: 'unknown', reason: 'not signed in' };
        return inspectEnds(await client.oneBotConfig(signal), ends);
      } catch (error) {
        if (error instanceof WebError) return { kind: 'unknown', reason: error.message };
        throw error;
      }
    },
    bridgeTo(url) {
      ends = { ...ends, brainUrl: url };
    },
    async rewriteBridge(signal) {
      if (!(await isSignedIn(signal))) throw new WebError('failed', 'not signed in');
      await rewriting.run(async () => {
        const config = await client.oneBotConfig(signal);
        // NapCat keeps its ends by name over all kinds: one that changes its kind in one go would be lost.
        const cut = withoutOtherBridge(config, ends);
        // A call that is given up is carried out all the same, maybe after the one that takes it back.
        if (cut) await client.setOneBotConfig(cut);
        await client.setOneBotConfig(withOurEnds(cut ?? config, ends));
      });
      dialling.set(undefined);
      monitor.poke();
    },
    async readBridgeSecrets(signal) {
      return tokensOf(await client.oneBotConfig(signal));
    },
    close() {
      closing.abort();
      cancelLook();
      stopWatching();
      stopLogs?.();
      monitor.close();
    },
  };
}

/** NapCat was quicker than we: what was asked for has happened. */
function isAlreadyIn(error: unknown): boolean {
  return error instanceof WebError && error.message === 'QQ Is Logined';
}

/** What a failed look says of the API; undefined when it says nothing. */
function absentApi(error: unknown): ApiState | undefined {
  if (!(error instanceof WebError)) return { kind: 'unreachable', message: String(error) };
  if (error.kind === 'refused') return { kind: 'refused' };
  if (error.kind === 'limited') return undefined;
  return { kind: 'unreachable', message: error.message };
}

function portOf(access: ServiceAccess, name: string): number {
  const port = access.ports[name];
  if (port === undefined) throw new Error(`napcat: no port named ${name}`);
  return port;
}

function secretOf(access: ServiceAccess, name: string): string {
  const secret = access.secrets[name];
  if (!secret) throw new Error(`napcat: the secret ${name} is missing`);
  return secret;
}
