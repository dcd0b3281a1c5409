import { describe, expect, test } from 'vitest';
import { needsFreshCode } from './login-code';
import type { LoginObservation } from './login-observation';
import { observeLogin } from './login-state';
import {
  ACCOUNT,
  a,
  away,
  b,
  c,
  EXPIRED,
  HEARD,
  KICKED,
  type Look,
  later,
  online,
  REFUSED,
  run,
  stateAfter,
  T0,
  type Unseen,
  URL_1,
  URL_2,
  URL_3,
} from './test-looks';

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

  test('that was refused is not shown again, not even when NapCat has no other', () => {
    const refused = b({ qrcodeurl: URL_1, loginError: REFUSED });
    const thrownAway: Look[] = [b({ qrcodeurl: URL_1 }), refused, { kind: 'refreshed', byUser: true }];
    expect(stateAfter(...thrownAway, later(6_000, b({ qrcodeurl: URL_1 })))).toMatchObject({
      kind: 'starting',
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

  test('lasts while the socket is gone, too (A)', () => {
    const unheard = a({ isLogin: true, qrcodeurl: URL_1 }, { account: ACCOUNT });
    expect(stateAfter(online, kick, unheard, unheard)).toMatchObject({ kind: 'kicked' });
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
