import { expect, test } from 'vitest';
import {
  ACCOUNT,
  a,
  away,
  b,
  c,
  ELSEWHERE,
  EXPIRED,
  HEARD,
  KICKED,
  type Look,
  later,
  online,
  REFUSED,
  stateAfter,
  T0,
  URL_1,
  URL_2,
} from './test-looks';

test.each<[string, Look[], object]>([
  ['web API up, QQ not yet connected (A)', [a({})], { kind: 'starting', since: T0 }],
  ['web API up, QQ not yet connected (B)', [b({})], { kind: 'starting', since: T0 }],
  ['web API up, QQ not yet connected (C)', [c({ loginPhase: 'waiting_qrcode' })], { kind: 'starting' }],
  [
    'waiting for the scan (A)',
    [a({ qrcodeurl: URL_1 })],
    { kind: 'waitingScan', url: URL_1, since: T0 + 500, expiredCount: 0 },
  ],
  ['waiting for the scan (B)', [b({}), b({ qrcodeurl: URL_1 })], { kind: 'waitingScan', url: URL_1 }],
  [
    'waiting for the scan (C)',
    [c({ qrcodeurl: URL_1, loginPhase: 'waiting_qrcode' })],
    { kind: 'waitingScan', url: URL_1 },
  ],
  [
    'a code ran out and was renewed (A)',
    [a({ qrcodeurl: URL_1 }), a({ qrcodeurl: URL_2 })],
    { kind: 'waitingScan', url: URL_2, since: T0 + 1_000, expiredCount: 1 },
  ],
  [
    'a code ran out, the error text stays (B)',
    [
      b({ qrcodeurl: URL_1 }),
      b({ qrcodeurl: URL_2, loginError: EXPIRED }),
      b({ qrcodeurl: URL_2, loginError: EXPIRED }),
    ],
    { kind: 'waitingScan', url: URL_2, since: T0 + 1_000, expiredCount: 1 },
  ],
  [
    'a new code is being made (C)',
    [
      c({ qrcodeurl: URL_1, loginPhase: 'waiting_qrcode' }),
      c({ qrcodeurl: URL_1, loginPhase: 'generating_qrcode' }),
    ],
    { kind: 'starting' },
  ],
  [
    'scanned (C)',
    [
      c({ qrcodeurl: URL_1, loginPhase: 'waiting_qrcode' }),
      c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' }),
      c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' }),
    ],
    { kind: 'scanned', since: T0 + 1_000 },
  ],
  [
    'confirmed, initialising (B): the code call knows',
    [b({ qrcodeurl: URL_1 }), b({ qrcodeurl: URL_1, loginError: EXPIRED }, { codeUsed: true })],
    { kind: 'confirming', since: T0 + 1_000 },
  ],
  [
    'confirmed, the tap is known (C)',
    [c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned', qrLoginAccepted: true })],
    { kind: 'confirming' },
  ],
  [
    'initialising (C)',
    [c({ qrcodeurl: URL_1, loginPhase: 'initializing', qrLoginAccepted: true })],
    { kind: 'confirming' },
  ],
  [
    'signed in, account not known yet (A)',
    [a({ isLogin: true, qrcodeurl: URL_1 }, { account: { uin: '', nick: '', online: undefined } })],
    { kind: 'confirming' },
  ],
  [
    'signed in, not online yet: nothing is lost',
    [
      b({ qrcodeurl: URL_1 }, { codeUsed: true }),
      b({ isLogin: true, qrcodeurl: URL_1 }, { account: { ...ACCOUNT, online: false } }),
      later(20_000, b({ isLogin: true, qrcodeurl: URL_1 }, { account: { ...ACCOUNT, online: false } })),
    ],
    { kind: 'confirming' },
  ],
  [
    'online (A), old code and all',
    [a({ isLogin: true, qrcodeurl: URL_1 }, { account: { uin: '10001', nick: '', online: undefined } })],
    { kind: 'online', uin: '10001', nick: '', since: T0 + 500 },
  ],
  ['online (B)', [online], { kind: 'online', uin: '10001', nick: '小码' }],
  [
    'online, the nickname comes later',
    [b({ isLogin: true }, { account: { ...ACCOUNT, nick: '' } }), b({ isLogin: true }, { account: ACCOUNT })],
    { kind: 'online', nick: '小码', since: T0 + 500 },
  ],
  [
    'online again after a kick that NapCat goes on telling of',
    [
      b({ qrcodeurl: URL_1, loginError: KICKED }),
      b({ isLogin: true, qrcodeurl: URL_1, loginError: KICKED }, { account: ACCOUNT, monitor: HEARD }),
    ],
    { kind: 'online', uin: '10001' },
  ],
  [
    'offline without a kick: one look is not believed (B)',
    [online, b({ isOffline: true, qrcodeurl: URL_1 })],
    { kind: 'online', since: T0 + 500 },
  ],
  [
    'offline without a kick (B)',
    [online, b({ isOffline: true, qrcodeurl: URL_1 }), b({ isOffline: true, qrcodeurl: URL_1 })],
    { kind: 'offline', since: T0 + 1_500 },
  ],
  [
    'offline without a kick (C)',
    [online, c({ loginPhase: 'offline' }), c({ loginPhase: 'offline' })],
    { kind: 'offline' },
  ],
  [
    'offline by our own socket alone (A)',
    [
      a({ isLogin: true }, { account: ACCOUNT, monitor: HEARD }),
      a({ isLogin: true }, { account: ACCOUNT, monitor: { connected: true, online: false } }),
      a({ isLogin: true }, { account: ACCOUNT, monitor: { connected: true, online: false } }),
    ],
    { kind: 'offline' },
  ],
  [
    'a lapse of one look',
    [online, b({ isOffline: true }), online, b({ isOffline: true })],
    { kind: 'online', since: T0 + 500 },
  ],
  [
    'no longer signed in, and nobody says why: never the used code again',
    [online, b({ qrcodeurl: URL_1 }), b({ qrcodeurl: URL_1 })],
    { kind: 'offline' },
  ],
  [
    'kicked, stale old code (B)',
    [b({ qrcodeurl: URL_1 }), online, b({ qrcodeurl: URL_1, loginError: KICKED })],
    { kind: 'kicked', message: '[下线通知] 您的账号在另一地点登录', since: T0 + 1_500, attempts: 0 },
  ],
  [
    'kicked before we came (B)',
    [b({ qrcodeurl: URL_1, loginError: KICKED }), b({ qrcodeurl: URL_1, loginError: KICKED })],
    { kind: 'kicked', since: T0 + 500 },
  ],
  [
    'kicked, the flag stays up (B ≤ 4.18.6)',
    [
      online,
      b({ isLogin: true, isOffline: true, qrcodeurl: URL_1, loginError: KICKED }, { account: ACCOUNT }),
    ],
    { kind: 'kicked' },
  ],
  [
    'kicked, then a code of a new process',
    [online, b({ qrcodeurl: URL_1, loginError: KICKED }), away, b({}), b({ qrcodeurl: URL_2 })],
    { kind: 'waitingScan', url: URL_2, expiredCount: 0 },
  ],
  [
    'kicked, the code is taken back, the worker restarts itself (C)',
    [online, c({ loginError: KICKED, loginPhase: 'reconnecting' }), c({ loginPhase: 'reconnecting' })],
    { kind: 'kicked' },
  ],
  [
    'kicked, and the worker that restarted itself is back (C)',
    [
      online,
      c({ loginError: KICKED, loginPhase: 'reconnecting' }),
      away,
      c({ loginPhase: 'waiting_qrcode' }),
    ],
    { kind: 'starting' },
  ],
  [
    'signed in already in this folder',
    [b({ qrcodeurl: URL_1 }), b({ qrcodeurl: URL_1, loginError: ELSEWHERE })],
    { kind: 'alreadyLoggedIn', uin: '10001' },
  ],
  [
    'refused',
    [b({ qrcodeurl: URL_1 }), b({ qrcodeurl: URL_1, loginError: REFUSED })],
    { kind: 'refused', message: '网络不稳定', code: 168, since: T0 + 1_000 },
  ],
  [
    'refused, with a newer code in the same look: first it is read',
    [
      b({ qrcodeurl: URL_1 }),
      b({ qrcodeurl: URL_2, loginError: REFUSED }),
      later(9_000, b({ qrcodeurl: URL_2, loginError: REFUSED })),
    ],
    { kind: 'refused' },
  ],
  [
    'refused, then read, then the newer code',
    [
      b({ qrcodeurl: URL_1 }),
      b({ qrcodeurl: URL_1, loginError: REFUSED }),
      b({ qrcodeurl: URL_2, loginError: REFUSED }),
      later(10_000, b({ qrcodeurl: URL_2, loginError: REFUSED })),
    ],
    { kind: 'waitingScan', url: URL_2, since: T0 + 1_500, expiredCount: 0 },
  ],
  [
    'refused, and the user does not want to wait',
    [
      b({ qrcodeurl: URL_1 }),
      b({ qrcodeurl: URL_1, loginError: REFUSED }),
      { kind: 'refreshed', byUser: true },
      b({ qrcodeurl: URL_2 }),
    ],
    { kind: 'waitingScan', url: URL_2 },
  ],
  [
    'refused before we came: no code that may be dead',
    [
      b({ qrcodeurl: URL_1, loginError: REFUSED }),
      later(60_000, b({ qrcodeurl: URL_1, loginError: REFUSED })),
    ],
    { kind: 'refused' },
  ],
  [
    'a captcha',
    [b({}), { kind: 'obstacle', obstacle: { kind: 'captcha', url: 'https://ti.qq.com/c' } }, b({})],
    { kind: 'captcha', url: 'https://ti.qq.com/c', since: T0 + 1_000 },
  ],
  [
    'a new device',
    [b({}), { kind: 'obstacle', obstacle: { kind: 'newDevice', url: 'https://ti.qq.com/d' } }],
    { kind: 'newDevice', url: 'https://ti.qq.com/d' },
  ],
  [
    'the way past a captcha is a code',
    [
      { kind: 'obstacle', obstacle: { kind: 'captcha', url: 'https://ti.qq.com/c' } },
      b({}),
      b({ qrcodeurl: URL_1 }),
    ],
    { kind: 'waitingScan', url: URL_1 },
  ],
])('%s', (_name, looks, expected) => {
  expect(stateAfter(...looks)).toMatchObject(expected);
});
