import { expect, test } from 'vitest';
import { parseLogLine } from './log-lines';

const ESC = '\u001b';
const info = (text: string) => `11-20 10:41:28 [${ESC}[32minfo${ESC}[39m] ${text}`;
const error = (text: string) => `11-20 10:41:28 [${ESC}[31merror${ESC}[39m] 小码 | ${text}`;

test.each([
  [info('[NapCat] [Core] NapCat.Core Version: 4.18.19'), { kind: 'version', version: '4.18.19' }],
  [
    info('[NapCat] [WebUi] WebUi User Panel Url: http://[::]:6099/webui?token=abc'),
    { kind: 'webUiReady', port: 6099 },
  ],
  [
    info('[NapCat] [WebUi] WebUi Local Panel Url: http://127.0.0.1:6100/webui?token=abc'),
    { kind: 'webUiReady', port: 6100 },
  ],
  [
    error('host或port不可用 Error: listen EAFNOSUPPORT'),
    { kind: 'webUiOff', message: 'host或port不可用 Error: listen EAFNOSUPPORT' },
  ],
  [
    info('[NapCat] [WebUi] Current WebUi is not run.'),
    { kind: 'webUiOff', message: 'Current WebUi is not run.' },
  ],
  [info('等待网络连接...'), { kind: 'waitingForNetwork' }],
  [
    '二维码解码URL: https://txz.qq.com/p?k=1&f=1600001615',
    { kind: 'qr', url: 'https://txz.qq.com/p?k=1&f=1600001615' },
  ],
  [error('[Core] [Login] Login Error,ErrType:  1  ErrCode: 3'), { kind: 'loginError', type: 1, code: 3 }],
  [error('快速登录错误： 登录态已失效'), { kind: 'quickLoginFailed', message: '登录态已失效' }],
  ['[NapCat] [WebUi] 自动快速登录失败: 请重新登录', { kind: 'quickLoginFailed', message: '请重新登录' }],
  [
    error('需要验证码, proofWaterUrl:  https://ti.qq.com/c?a=1'),
    { kind: 'captcha', url: 'https://ti.qq.com/c?a=1' },
  ],
  [
    error('新设备需要扫码验证, jumpUrl:  https://ti.qq.com/d'),
    { kind: 'newDevice', url: 'https://ti.qq.com/d' },
  ],
  [error('[KickedOffLine] [下线通知] 被迫下线'), { kind: 'kicked', message: '[下线通知] 被迫下线' }],
  ['[NapCat] [UtilityProcess] Worker进程退出，退出码: 11', { kind: 'workerDied', code: 11 }],
  [
    '[NapCat] [UtilityProcess] Worker进程意外退出 (1/3)，正在尝试重新拉起...',
    { kind: 'workerDied', code: undefined },
  ],
  ...[
    ['Error: connect ECONNREFUSED 127.0.0.1:6199', 'refused'],
    ['AggregateError [ECONNREFUSED]:', 'refused'],
    ['Error: getaddrinfo ENOTFOUND astrbot', 'unknownHost'],
    ['Error: getaddrinfo EAI_AGAIN astrbot', 'unknownHost'],
    ['Error: Opening handshake has timed out', 'timedOut'],
    ['Error: Unexpected server response: 405', 'wrongPath'],
    ['Error: Unexpected server response: 404', 'wrongPath'],
    ['Error: Unexpected server response: 401', 'tokenRefused'],
    ['Error: Unexpected server response: 403', 'tokenRefused'],
    ['Error: socket hang up', 'other'],
  ].map(([message = '', sign]): [string, unknown] => [
    error(`[OneBot] [WebSocket Client] 反向WebSocket (ws://astrbot:6199/ws) 连接错误 ${message}`),
    { kind: 'dialFailed', sign, message },
  ]),
  [
    error('[OneBot] [WebSocket Client] 反向WebSocket (ws://astrbot:6199/ws) 连接意外关闭'),
    { kind: 'dialClosed' },
  ],
  [info('[NapCat] [WebUi] WebUi Token: abc'), undefined],
  [info('网络已连接'), undefined],
  ['[preload] succeeded. /opt/QQ/resources/app/major.node', undefined],
  ['usermod: no changes', undefined],
  ['', undefined],
])('%s', (line, expected) => {
  expect(parseLogLine(line)).toEqual(expected);
});
