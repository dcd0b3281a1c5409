import { describe, expect, test } from 'vitest';
import type { AccountInfo, LoginStatus } from './client';
import { createLoginMemory, type LoginMemory } from './login-memory';
import { type LoginObservation, needsFreshCode, observeLogin } from './login-state';

const T0 = 1_700_000_000_000;
const URL_1 = 'https://txz.qq.com/p?k=11111111111111111111111111111111&f=1600001615';
const URL_2 = 'https://txz.qq.com/p?k=22222222222222222222222222222222&f=1600001615';
const URL_3 = 'https://txz.qq.com/p?k=33333333333333333333333333333333&f=1600001615';
const EXPIRED = '二维码已过期，请刷新';
const KICKED = '[KickedOffLine] [下线通知] 您的账号在另一地点登录';
const REFUSED =
  '登录失败: [1,{"account":"","serverErrorCode":168,"title":"登录失败","message":"网络不稳定"}]';
const ELSEWHERE = '当前账号(10001)已登录,无法重复登录';
const ACCOUNT = { uin: '10001', nick: '小码', online: true };
const UNHEARD = { connected: false, online: false };
const HEARD = { connected: true, online: true };

type Unseen<T = LoginObservation> = T extends LoginObservation ? Omit<T, 'at'> : never;
/** What is seen, and how many ms after the look before. */
type Look = Unseen | { after: number; seen: Unseen };

/** v4.7.77: `{isLogin, qrcodeurl}`. */
const a = (status: Partial<LoginStatus>, more: More = {}): Unseen => statusLook(status, more);
/** v4.18.19: with `loginError` and `isOffline`. */
const b = (status: Partial<LoginStatus>, more: More = {}): Unseen =>
  statusLook({ loginError: '', isOffline: false, ...status }, more);
/** The line after it: with `loginPhase` and `qrLoginAccepted`. */
const c = (status: Partial<LoginStatus>, more: More = {}): Unseen =>
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

const online = b({ isLogin: true, qrcodeurl: URL_1 }, { account: ACCOUNT, monitor: HEARD });
const away: Unseen = { kind: 'unreachable', monitor: UNHEARD };
const later = (after: number, seen: Unseen): Look => ({ after, seen });

/** Looks half a second apart unless said otherwise. */
function run(...looks: Look[]): { memory: LoginMemory; at: number } {
  let at = T0;
  let memory = createLoginMemory(at);
  for (const look of looks) {
    const { after, seen } = 'seen' in look ? look : { after: 500, seen: look };
    at += after;
    memory = observeLogin(memory, { ...seen, at } as LoginObservation);
  }
  return { memory, at };
}

const stateAfter = (...looks: Look[]) => run(...looks).memory.state;

describe('what each situation looks like', () => {
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
      'online (A), old code and all',
      [a({ isLogin: true, qrcodeurl: URL_1 }, { account: { uin: '10001', nick: '', online: undefined } })],
      { kind: 'online', uin: '10001', nick: '', since: T0 + 500 },
    ],
    ['online (B)', [online], { kind: 'online', uin: '10001', nick: '小码' }],
    [
      'online, the nickname comes later',
      [
        b({ isLogin: true }, { account: { ...ACCOUNT, nick: '' } }),
        b({ isLogin: true }, { account: ACCOUNT }),
      ],
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
      [b({ qrcodeurl: URL_1 }), b({ qrcodeurl: URL_2, loginError: REFUSED })],
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
});

describe('a code on screen', () => {
  test('goes at once when NapCat does not answer', () => {
    expect(stateAfter(b({ qrcodeurl: URL_1 }), away)).toMatchObject({ kind: 'starting' });
  });

  test('comes back when it was only a hiccup, and is not counted as expired after a restart', () => {
    expect(stateAfter(b({ qrcodeurl: URL_1 }), away, b({ qrcodeurl: URL_1 }))).toMatchObject({ url: URL_1 });
    expect(stateAfter(b({ qrcodeurl: URL_1 }), away, b({ qrcodeurl: URL_2 }))).toMatchObject({
      url: URL_2,
      expiredCount: 0,
    });
  });

  test('is dead at a certain age, even if NapCat and its phase stand still', () => {
    const looks = [c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' })];
    const stuck = later(130_000, c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' }));
    expect(stateAfter(...looks, stuck)).toMatchObject({ kind: 'starting' });
    expect(stateAfter(b({ qrcodeurl: URL_1 }), later(130_000, b({ qrcodeurl: URL_1 })))).toMatchObject({
      kind: 'starting',
    });
  });

  test('counts how often it ran out, until somebody signs in', () => {
    const ten = Array.from({ length: 11 }, (_, index) =>
      b({ qrcodeurl: `${URL_3}${index}`, loginError: EXPIRED }),
    );
    expect(stateAfter(...ten)).toMatchObject({ kind: 'waitingScan', expiredCount: 10 });
    expect(run(...ten, online).memory.expiredCount).toBe(0);
  });

  test('thrown away by the user is hidden, and shown again when NapCat has no other', () => {
    const looks: Look[] = [
      b({ qrcodeurl: URL_1 }),
      { kind: 'refreshed', byUser: true },
      b({ qrcodeurl: URL_1 }),
    ];
    expect(stateAfter(...looks)).toMatchObject({ kind: 'starting' });
    expect(stateAfter(...looks, b({ qrcodeurl: URL_2 }))).toMatchObject({ url: URL_2, expiredCount: 0 });
    expect(stateAfter(...looks, later(5_000, b({ qrcodeurl: URL_1 })))).toMatchObject({
      url: URL_1,
      since: T0 + 500,
    });
  });
});

describe('being kicked, as the socket tells it', () => {
  const kick: Unseen = { kind: 'kicked', message: '下线通知 被迫下线' };
  const flagUp = a(
    { isLogin: true, qrcodeurl: URL_1 },
    { account: ACCOUNT, monitor: { connected: true, online: false } },
  );

  test('lasts although the flag of an old generation never falls (A)', () => {
    expect(stateAfter(online, kick, flagUp, flagUp, flagUp)).toMatchObject({
      kind: 'kicked',
      message: '下线通知 被迫下线',
    });
  });

  test('is over when the socket says so', () => {
    expect(
      stateAfter(online, kick, flagUp, a({ isLogin: true }, { account: ACCOUNT, monitor: HEARD })),
    ).toMatchObject({
      kind: 'online',
    });
  });

  test('keeps count of the ways back that were tried', () => {
    expect(stateAfter(online, kick, { kind: 'recovery' }, away, { kind: 'recovery' }, away)).toMatchObject({
      kind: 'kicked',
      attempts: 2,
    });
    expect(stateAfter(b({ qrcodeurl: URL_1 }), { kind: 'recovery' })).toMatchObject({ kind: 'waitingScan' });
  });

  test('does not show the code that was used, before or after', () => {
    expect(stateAfter(b({ qrcodeurl: URL_1 }), online, kick, b({ qrcodeurl: URL_1 }))).toMatchObject({
      kind: 'kicked',
    });
  });
});

describe('a messenger that does not answer', () => {
  test('is still online when our own socket is', () => {
    expect(stateAfter(online, ...Array<Look>(5).fill({ kind: 'unreachable', monitor: HEARD }))).toMatchObject(
      {
        kind: 'online',
      },
    );
  });

  test('is believed to be away at the second look', () => {
    expect(stateAfter(online, away)).toMatchObject({ kind: 'online' });
    expect(stateAfter(online, away, away)).toMatchObject({ kind: 'starting' });
  });
});

describe('no code at all', () => {
  const waiting = [b({}), later(20_000, b({})), b({})];

  test('is said after a while, with what the log tells', () => {
    expect(stateAfter(b({}), { kind: 'hint', text: '等待网络连接' }, later(20_000, b({})))).toMatchObject({
      kind: 'noQr',
      message: '等待网络连接',
    });
    expect(stateAfter(...waiting)).toMatchObject({ kind: 'noQr', message: '', since: T0 + 20_500 });
  });

  test('ends with a code', () => {
    expect(stateAfter(...waiting, b({ qrcodeurl: URL_1 }))).toMatchObject({ kind: 'waitingScan' });
  });
});

describe('a fresh code is asked for', () => {
  const cases: [string, Look[], boolean][] = [
    ['not while the code is young', [b({ qrcodeurl: URL_1 }), later(99_000, b({ qrcodeurl: URL_1 }))], false],
    [
      'when the code is about to run out',
      [b({ qrcodeurl: URL_1 }), later(101_000, b({ qrcodeurl: URL_1 }))],
      true,
    ],
    [
      'not again at once',
      [
        b({ qrcodeurl: URL_1 }),
        later(101_000, { kind: 'refreshed', byUser: false }),
        later(1_000, b({ qrcodeurl: URL_1 })),
      ],
      false,
    ],
    [
      'again when the same one came back',
      [
        b({ qrcodeurl: URL_1 }),
        later(101_000, { kind: 'refreshed', byUser: false }),
        later(21_000, b({ qrcodeurl: URL_1 })),
      ],
      true,
    ],
    ['when there is none for long', [b({}), later(20_000, b({}))], true],
    ['not when there is none for a moment', [b({}), later(15_000, b({}))], false],
    [
      'not under the thumb of somebody who has just scanned',
      [
        c({ qrcodeurl: URL_1 }),
        later(99_000, c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' })),
        later(10_000, c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' })),
      ],
      false,
    ],
    [
      'when it is stuck there',
      [
        c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' }),
        later(101_000, c({ qrcodeurl: URL_1, loginPhase: 'qrcode_scanned' })),
      ],
      true,
    ],
    ['not while online', [online, later(200_000, online)], false],
    ['not while kicked', [online, later(200_000, b({ loginError: KICKED, qrcodeurl: URL_1 }))], false],
    [
      'not while it is being confirmed',
      [b({ qrcodeurl: URL_1 }), later(101_000, b({ qrcodeurl: URL_1 }, { codeUsed: true }))],
      false,
    ],
  ];
  test.each(cases)('%s', (_name, looks, expected) => {
    const { memory, at } = run(...looks);
    expect(needsFreshCode(memory, at)).toBe(expected);
  });
});

test('looks that tell nothing new leave the very same state', () => {
  const { memory, at } = run(b({ qrcodeurl: URL_1 }));
  const again = observeLogin(memory, { ...b({ qrcodeurl: URL_1 }), at: at + 500 } as LoginObservation);
  expect(again.state).toBe(memory.state);
});
