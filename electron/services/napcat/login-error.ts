import { z } from 'zod';

/** What NapCat's `loginError` means. */
export type LoginError =
  /** The code ran out; NapCat renews it by itself. */
  | { kind: 'expired' }
  | { kind: 'kicked'; message: string }
  | { kind: 'alreadyLoggedIn'; uin: string }
  | { kind: 'refused'; message: string; code: number | undefined }
  | { kind: 'captcha'; url: string }
  | { kind: 'newDevice'; url: string }
  | { kind: 'other'; message: string };

/** Reads a `loginError`; undefined when there is none. Messages are QQ's own words. */
export function parseLoginError(text: string | undefined): LoginError | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  if (trimmed.includes('二维码已过期')) return { kind: 'expired' };
  if (trimmed.startsWith(KICKED)) return { kind: 'kicked', message: trimmed.slice(KICKED.length).trim() };
  const elsewhere = /^当前账号\((\d*)\)已登录/.exec(trimmed);
  if (elsewhere) return { kind: 'alreadyLoggedIn', uin: elsewhere[1] ?? '' };
  const obstacle = parseObstacle(trimmed);
  if (obstacle) return obstacle;
  const refused = /^登录失败[:：]\s*(.*)$/s.exec(trimmed);
  if (refused) return parseRefusal(refused[1] ?? '');
  return { kind: 'other', message: trimmed };
}

/** A captcha or a new device, as NapCat writes it into errors and into its log. */
export function parseObstacle(
  text: string,
): { kind: 'captcha'; url: string } | { kind: 'newDevice'; url: string } | undefined {
  const captcha = /需要验证码.*?(https?:\/\/\S+)/s.exec(text)?.[1];
  if (captcha) return { kind: 'captcha', url: captcha };
  const device = /新设备.*?(https?:\/\/\S+)/s.exec(text)?.[1];
  return device ? { kind: 'newDevice', url: device } : undefined;
}

const KICKED = '[KickedOffLine]';

const Refusal = z.tuple(
  [
    z.unknown(),
    z.object({
      serverErrorCode: z.number().optional().catch(undefined),
      title: z.string().catch(''),
      message: z.string().catch(''),
    }),
  ],
  z.unknown(),
);

function parseRefusal(json: string): LoginError {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: 'refused', message: json, code: undefined };
  }
  const parsed = Refusal.safeParse(value).data?.[1];
  if (!parsed) return { kind: 'refused', message: json, code: undefined };
  const message = parsed.message || parsed.title;
  return { kind: 'refused', message: message || json, code: parsed.serverErrorCode };
}
