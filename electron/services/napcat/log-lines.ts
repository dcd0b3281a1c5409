import { stripVTControlCharacters } from 'node:util';
import type { DialSign } from '../roles';
import { parseObstacle } from './login-error';

/** What a line of NapCat's log tells. The log explains; the web API decides. */
export type LogEvent =
  | { kind: 'version'; version: string }
  | { kind: 'webUiReady'; port: number }
  /** The web API does not listen. */
  | { kind: 'webUiOff'; message: string }
  | { kind: 'waitingForNetwork' }
  | { kind: 'qr'; url: string }
  | { kind: 'loginError'; type: number; code: number }
  | { kind: 'quickLoginFailed'; message: string }
  | { kind: 'captcha'; url: string }
  | { kind: 'newDevice'; url: string }
  | { kind: 'kicked'; message: string }
  | { kind: 'workerDied'; code: number | undefined }
  /** The brain it dials was not reached. */
  | { kind: 'dialFailed'; sign: DialSign; message: string }
  /** A line to the brain that stood is gone. */
  | { kind: 'dialClosed' };

/** Reads one line, colours included; undefined for the many that tell nothing. Never carries a token. */
export function parseLogLine(line: string): LogEvent | undefined {
  const text = stripVTControlCharacters(line).trimEnd();
  for (const [pattern, read] of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return parseObstacle(text);
}

const PATTERNS: readonly (readonly [RegExp, (match: RegExpExecArray) => LogEvent])[] = [
  [/NapCat\.Core Version: (\d+\.\d+\.\d+\S*)/, ([, version = '']) => ({ kind: 'version', version })],
  [
    /WebUi (?:User|Local) Panel Url: https?:\/\/[^/\s]+:(\d+)/,
    ([, port]) => ({ kind: 'webUiReady', port: Number(port) }),
  ],
  [
    /(host或port不可用.*|Current WebUi is not run\.|WebUI is disabled by configuration\.)/,
    ([, message = '']) => ({ kind: 'webUiOff', message }),
  ],
  [/等待网络连接/, () => ({ kind: 'waitingForNetwork' })],
  [/二维码解码URL: (https?:\/\/\S+)/, ([, url = '']) => ({ kind: 'qr', url })],
  [
    /Login Error, ?ErrType:\s*(\d+)\s+ErrCode:\s*(\d+)/,
    ([, type, code]) => ({ kind: 'loginError', type: Number(type), code: Number(code) }),
  ],
  [
    /(?:快速登录错误：|自动快速登录失败:|快速登录失败，)\s*(.*)$/,
    ([, message = '']) => ({ kind: 'quickLoginFailed', message }),
  ],
  [/\[KickedOffLine\]\s*(.*)$/, ([, message = '']) => ({ kind: 'kicked', message })],
  [/Worker进程退出，退出码: (\d+)/, ([, code]) => ({ kind: 'workerDied', code: Number(code) })],
  [
    /反向WebSocket \(.*?\) 连接错误\s*(.*)$/,
    ([, message = '']) => ({ kind: 'dialFailed', sign: dialSign(message), message }),
  ],
  [/反向WebSocket \(.*?\) 连接意外关闭/, () => ({ kind: 'dialClosed' })],
  [/Worker进程意外退出/, () => ({ kind: 'workerDied', code: undefined })],
];

const DIAL_SIGNS: readonly (readonly [RegExp, DialSign])[] = [
  [/ECONNREFUSED/, 'refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'unknownHost'],
  [/handshake has timed out|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'timedOut'],
  [/server response: 40[45]/, 'wrongPath'],
  [/server response: 40[13]/, 'tokenRefused'],
];

/** What an error of the `ws` library says of the cause. */
function dialSign(message: string): DialSign {
  return DIAL_SIGNS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}
