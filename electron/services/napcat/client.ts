import { z } from 'zod';
import { WebError } from './web-error';
import type { WebSession } from './web-session';
import type { WebTransport } from './web-transport';

/** Text where NapCat may say nothing at all. */
const Text = z.string().catch('');

/** `CheckLoginStatus`. What a generation does not know is undefined. */
export const LoginStatus = z.object({
  isLogin: z.boolean().catch(false),
  qrcodeurl: Text,
  /** Since 4.10.32. Stays until the next refresh, also when it has long been overtaken. */
  loginError: z.string().optional().catch(undefined),
  /** Since 4.15.5. */
  isOffline: z.boolean().optional().catch(undefined),
  /** After 4.18.19. */
  loginPhase: z.string().optional().catch(undefined),
  qrLoginAccepted: z.boolean().optional().catch(undefined),
});
export type LoginStatus = z.infer<typeof LoginStatus>;

/** `GetQQLoginInfo`; empty before sign-in, `nick` follows a little later. */
export const AccountInfo = z.object({
  uin: z.union([z.string(), z.number()]).transform(String).catch(''),
  nick: Text,
  online: z.boolean().optional().catch(undefined),
});
export type AccountInfo = z.infer<typeof AccountInfo>;

/** What a quick login runs into when QQ wants more than the ticket. */
const LoginObstacle = z.object({
  needCaptcha: z.boolean().optional().catch(undefined),
  proofWaterUrl: Text,
  needNewDevice: z.boolean().optional().catch(undefined),
  jumpUrl: Text,
});

export type QuickLoginAnswer =
  | { kind: 'accepted' }
  | { kind: 'captcha'; url: string }
  | { kind: 'newDevice'; url: string };

const Version = z.object({ version: z.string().min(1) });
const Config = z.record(z.string(), z.unknown());

/** NapCat's web API, as far as BotPier needs it. All calls reject with WebError. */
export interface WebClient {
  loginStatus(signal?: AbortSignal): Promise<LoginStatus>;
  /** Whether the code was used: NapCat knows it before `loginStatus` says so. */
  isCodeUsed(signal?: AbortSignal): Promise<boolean>;
  accountInfo(signal?: AbortSignal): Promise<AccountInfo>;
  /** Asks for a new QR code; it shows up in `loginStatus`. */
  refreshQr(signal?: AbortSignal): Promise<void>;
  quickLogin(account: string, signal?: AbortSignal): Promise<QuickLoginAnswer>;
  /** Makes NapCat sign `account` in by itself whenever it starts. */
  setAutoLogin(account: string, signal?: AbortSignal): Promise<void>;
  restart(signal?: AbortSignal): Promise<void>;
  version(signal?: AbortSignal): Promise<string>;
  /** Only once signed in. */
  oneBotConfig(signal?: AbortSignal): Promise<Record<string, unknown>>;
  /** Only once signed in: before that NapCat says yes and does nothing. Takes effect at once. */
  setOneBotConfig(config: Record<string, unknown>, signal?: AbortSignal): Promise<void>;
}

export function createWebClient(transport: WebTransport, session: WebSession): WebClient {
  interface CallOptions {
    body?: Record<string, unknown>;
    method?: 'GET' | 'POST';
    deadlineMs?: number;
    signal?: AbortSignal | undefined;
  }

  const call = async (path: string, options: CallOptions = {}): Promise<unknown> => {
    const body = options.body ?? {};
    for (let attempt = 0; ; attempt++) {
      const credential = await session.credential(transport, options.signal);
      const answer = await transport(path, { ...options, body, credential });
      if (answer.code === 0) return answer.data;
      if (answer.message !== 'Unauthorized') throw new WebError('failed', answer.message);
      // Expired, or the process behind the API is a new one.
      session.discard(credential);
      if (attempt > 0) throw new WebError('refused', answer.message);
    }
  };

  const read = async <T>(schema: z.ZodType<T>, path: string, options?: CallOptions): Promise<T> => {
    const parsed = schema.safeParse(await call(path, options));
    if (!parsed.success) throw new WebError('malformed', `${path} answered something else`);
    return parsed.data;
  };

  /** `second` where this version has no `first`. */
  const orElse = async <T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> => {
    try {
      return await first();
    } catch (error) {
      if (error instanceof WebError && error.kind === 'missing') return second();
      throw error;
    }
  };

  return {
    loginStatus: (signal) => read(LoginStatus, '/QQLogin/CheckLoginStatus', { signal }),
    async isCodeUsed(signal) {
      try {
        await call('/QQLogin/GetQQLoginQrcode', { signal });
        return false;
      } catch (error) {
        if (error instanceof WebError && error.kind === 'failed') return error.message === 'QQ Is Logined';
        throw error;
      }
    },
    accountInfo: (signal) => read(AccountInfo, '/QQLogin/GetQQLoginInfo', { signal }),
    async refreshQr(signal) {
      await call('/QQLogin/RefreshQRcode', { signal, deadlineMs: 15_000 });
    },
    async quickLogin(account, signal) {
      const options = { body: { uin: account }, signal, deadlineMs: 30_000 };
      const answer = LoginObstacle.safeParse(await call('/QQLogin/SetQuickLogin', options)).data;
      if (answer?.needCaptcha) return { kind: 'captcha', url: answer.proofWaterUrl };
      if (answer?.needNewDevice) return { kind: 'newDevice', url: answer.jumpUrl };
      return { kind: 'accepted' };
    },
    async setAutoLogin(account, signal) {
      await call('/QQLogin/SetQuickLoginQQ', { body: { uin: account }, signal });
    },
    async restart(signal) {
      await orElse(
        () => call('/QQLogin/RestartNapCat', { signal }),
        () => call('/Process/Restart', { signal }),
      );
    },
    async version(signal) {
      const get = (path: string) => read(Version, path, { method: 'GET', signal });
      const found = await orElse(
        () => get('/base/GetNapCatVersion'),
        () => get('/base/PackageInfo'),
      );
      return found.version;
    },
    oneBotConfig: (signal) => read(Config, '/OB11Config/GetConfig', { signal }),
    async setOneBotConfig(config, signal) {
      await call('/OB11Config/SetConfig', { body: { config: JSON.stringify(config) }, signal });
    },
  };
}
