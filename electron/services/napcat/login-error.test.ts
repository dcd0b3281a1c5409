import { expect, test } from 'vitest';
import { parseLoginError } from './login-error';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['  ', undefined],
  ['二维码已过期，请刷新', { kind: 'expired' }],
  [
    '[KickedOffLine] [下线通知] 你的账号在另一地点登录',
    { kind: 'kicked', message: '[下线通知] 你的账号在另一地点登录' },
  ],
  ['当前账号(10001)已登录,无法重复登录', { kind: 'alreadyLoggedIn', uin: '10001' }],
  [
    '登录失败: [1,{"account":"","serverErrorCode":168,"title":"登录失败","message":"请稍后再试","extra":[]}]',
    { kind: 'refused', message: '请稍后再试', code: 168 },
  ],
  [
    '登录失败: [1,{"account":"","title":"网络环境异常","message":""},0]',
    { kind: 'refused', message: '网络环境异常', code: undefined },
  ],
  ['登录失败: [1,{', { kind: 'refused', message: '[1,{', code: undefined }],
  ['登录失败: {"a":1}', { kind: 'refused', message: '{"a":1}', code: undefined }],
  [
    '需要验证码, proofWaterUrl:  https://ti.qq.com/c?sid=1',
    { kind: 'captcha', url: 'https://ti.qq.com/c?sid=1' },
  ],
  ['新设备需要扫码验证, jumpUrl:  https://ti.qq.com/d', { kind: 'newDevice', url: 'https://ti.qq.com/d' }],
  ['something of a later version', { kind: 'other', message: 'something of a later version' }],
])('%j', (text, expected) => {
  expect(parseLoginError(text)).toEqual(expected);
});
