import { describe, expect, it } from 'vitest';
import type { LoginState } from '../contract/login';
import type { ModelCheck, ModelCheckProblem } from '../contract/model';
import { does, says, withLogin } from './test-walk';
import { NOW, testWorld } from './test-world';

describe('walk, from what the messenger and the model say', () => {
  it.each<[LoginState, string, string | undefined]>([
    [{ kind: 'starting', since: NOW }, 'working.connecting', undefined],
    [{ kind: 'waitingScan', url: 'u', since: NOW, expiredCount: 9 }, 'needsYou.scanQr', undefined],
    [{ kind: 'waitingScan', url: 'u', since: NOW, expiredCount: 10 }, 'broken.qrExpiredOften', undefined],
    [{ kind: 'scanned', since: NOW }, 'needsYou.confirmOnPhone', undefined],
    [{ kind: 'confirming', since: NOW }, 'working.confirming', undefined],
    [{ kind: 'online', uin: '999999', nick: 'x', since: NOW }, 'needsYou.acceptAccount', undefined],
    [{ kind: 'refused', message: '网络不稳定', since: NOW }, 'broken.loginRefused', undefined],
    [{ kind: 'alreadyLoggedIn', uin: '1', since: NOW }, 'broken.loginElsewhere', undefined],
    [{ kind: 'kicked', message: 'm', since: NOW, attempts: 1 }, 'working.recovering', 'relogin'],
    [{ kind: 'kicked', message: 'm', since: NOW, attempts: 2 }, 'broken.kicked', undefined],
    [{ kind: 'offline', since: NOW - 1_000 }, 'working.reconnecting', undefined],
    [{ kind: 'offline', since: NOW - 61_000 }, 'broken.offline', 'relogin'],
    [{ kind: 'captcha', url: 'u', since: NOW }, 'needsYou.solveCaptcha', undefined],
    [{ kind: 'newDevice', url: 'u', since: NOW }, 'needsYou.verifyDevice', undefined],
    [{ kind: 'noQr', message: '', since: NOW }, 'broken.noQr', 'refreshQr'],
  ])('sign-in %o', (login, code, repair) => {
    expect(says(withLogin(login), 'login')).toBe(code);
    expect(does(withLogin(login), 'login')).toBe(repair);
  });

  it.each<[ModelCheckProblem, string, string | undefined]>([
    ['keyRefused', 'broken.keyRefused', undefined],
    ['keyNoQuota', 'broken.keyNoQuota', undefined],
    ['keyRegion', 'broken.keyRegion', undefined],
    ['modelMissing', 'broken.modelMissing', undefined],
    ['modelUnreachable', 'broken.modelUnreachable', 'checkModel'],
    ['clockWrong', 'broken.clockWrong', 'checkModel'],
    ['modelNeedsProxy', 'broken.modelNeedsProxy', 'checkModel'],
  ])('model %s', (problem, code, repair) => {
    const world = testWorld();
    const result: ModelCheck = { kind: 'problem', problem, message: '', models: [], baseUrl: '' };
    world.model.check = { kind: 'checked', at: NOW, result };
    expect(says(world, 'model')).toBe(code);
    expect(does(world, 'model')).toBe(repair);
  });

  it('waits as long as a rate limit asks before it tries the model again', () => {
    const world = testWorld();
    const result: ModelCheck = {
      kind: 'problem',
      problem: 'keyRateLimited',
      retryAfterMs: 48_000,
      message: '',
      models: [],
      baseUrl: '',
    };
    world.model.check = { kind: 'checked', at: NOW - 47_000, result };
    expect(does(world, 'model')).toBeUndefined();
    world.model.check = { kind: 'checked', at: NOW - 48_000, result };
    expect(does(world, 'model')).toBe('checkModel');
  });

  it('looks now and then whether a key without quota was topped up', () => {
    const world = testWorld();
    const result: ModelCheck = {
      kind: 'problem',
      problem: 'keyNoQuota',
      message: '',
      models: [],
      baseUrl: '',
    };
    world.model.check = { kind: 'checked', at: NOW - 599_000, result };
    expect(does(world, 'model')).toBeUndefined();
    world.model.check = { kind: 'checked', at: NOW - 600_000, result };
    expect(does(world, 'model')).toBe('checkModel');
  });
});
