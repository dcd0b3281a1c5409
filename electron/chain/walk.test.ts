import { describe, expect, it } from 'vitest';
import type { LinkId } from '../contract/ids';
import type { LinkState } from '../contract/link-state';
import type { LoginState } from '../contract/login';
import type { ModelCheck, ModelCheckProblem } from '../contract/model';
import { stateCode } from './link-moment';
import { walk } from './walk';
import type { ImageSight, World } from './world';
import {
  NOW,
  runningEngine,
  testBot,
  testBrain,
  testConnection,
  testContainer,
  testMessenger,
  testWorld,
} from './world-for-tests';

const { consent: _, account: __, ...fresh } = testBot;
const finding = (world: World, link: LinkId) => {
  const found = walk(world).find(({ id }) => id === link);
  if (!found) throw new Error(link);
  return found;
};
const says = (world: World, link: LinkId) => stateCode(finding(world, link).state);
const does = (world: World, link: LinkId) => finding(world, link).repair?.do;
const withLogin = (login: LoginState) =>
  testWorld({ messenger: testMessenger({ connection: testConnection({ login }) }) });
const image = (state: ImageSight['state']): ImageSight => ({ reference: 'r', product: 'NapCat', state });
const failed = (
  ...kinds: ('dns' | 'lies' | 'stalled' | 'diskFull' | 'tagMissing' | 'wrongArchitecture' | 'rateLimited')[]
) =>
  image({
    kind: 'failed',
    at: NOW,
    attempts: kinds.map((kind, n) => ({ mirror: `m${n}`, kind, message: kind })),
  });

describe('walk', () => {
  it('is green when everything is well, with nothing to repair', () => {
    expect(walk(testWorld()).map(({ state }) => state.kind)).toEqual(Array(8).fill('ok'));
    expect(walk(testWorld()).every(({ repair }) => repair === undefined)).toBe(true);
  });

  it.each<[string, Partial<World>, LinkId, string, string | undefined]>([
    ['not looked yet', { engine: undefined }, 'engine', 'working.connecting', undefined],
    ['no engine', { engine: { kind: 'absent' } }, 'engine', 'needsYou.installEngine', undefined],
    [
      'engine off',
      { engine: { kind: 'stopped', product: 'Docker Desktop', canStart: true } },
      'engine',
      'needsYou.startEngine',
      undefined,
    ],
    [
      'no permission',
      { engine: { kind: 'noPermission', endpoint: 'x' } },
      'engine',
      'needsYou.allowEngine',
      undefined,
    ],
    ['hung', { engine: { kind: 'hung', endpoint: 'x' } }, 'engine', 'broken.engineHung', undefined],
    [
      'Windows containers',
      { engine: { kind: 'windowsContainers', endpoint: 'x' } },
      'engine',
      'broken.engineWindowsContainers',
      undefined,
    ],
    [
      'too old',
      { engine: { kind: 'tooOld', endpoint: 'x', version: '18' } },
      'engine',
      'broken.engineTooOld',
      undefined,
    ],
    [
      'clock wrong by hours',
      { engine: { ...runningEngine, info: { ...runningEngine.info, clockSkewMs: 7_200_000 } } },
      'engine',
      'broken.clockWrong',
      undefined,
    ],
    ['engine gone, images wait', { engine: { kind: 'absent' } }, 'images', 'off.waiting', undefined],
    ['image absent', { images: [image({ kind: 'absent' })] }, 'images', 'working.pulling', 'pull'],
    [
      'unpacking',
      { images: [image({ kind: 'pulling', phase: 'unpacking', progress: {} })] },
      'images',
      'working.unpacking',
      undefined,
    ],
    ['mirrors out of reach', { images: [failed('dns')] }, 'images', 'broken.pullUnreachable', 'pull'],
    [
      'a mirror that lies is told before one out of reach',
      { images: [failed('dns', 'lies')] },
      'images',
      'broken.pullMirrorLies',
      'pull',
    ],
    ['stalled', { images: [failed('stalled')] }, 'images', 'broken.pullStalled', 'pull'],
    ['tag missing', { images: [failed('tagMissing')] }, 'images', 'broken.pullTagMissing', 'pull'],
    [
      'wrong architecture',
      { images: [failed('wrongArchitecture')] },
      'images',
      'broken.pullWrongArchitecture',
      'pull',
    ],
    ['rate limited', { images: [failed('rateLimited')] }, 'images', 'broken.pullRateLimited', 'pull'],
    ['disk full', { images: [failed('diskFull')] }, 'images', 'needsYou.freeDisk', 'pull'],
    [
      'no stack chosen',
      { brain: undefined, messenger: undefined, images: [] },
      'brain',
      'needsYou.chooseStack',
      undefined,
    ],
    ['no consent', { bot: fresh }, 'messenger', 'needsYou.consent', undefined],
    ['stopped on purpose', { bot: { ...testBot, intent: 'stopped' } }, 'messenger', 'off.stopped', undefined],
    [
      'stopped on purpose, reply',
      { bot: { ...testBot, intent: 'stopped' } },
      'reply',
      'off.stopped',
      undefined,
    ],
    [
      'no container',
      { messenger: testMessenger({ container: undefined, connection: undefined }) },
      'messenger',
      'working.creating',
      'apply',
    ],
    [
      'removed by hand while steps run',
      { messenger: testMessenger({ container: undefined, busy: true }) },
      'messenger',
      'working.creating',
      undefined,
    ],
    [
      'ended by itself',
      { brain: testBrain({ container: testContainer({ state: 'exited', exitCode: 137 }) }) },
      'brain',
      'broken.containerGone',
      'apply',
    ],
    [
      'being started again',
      { brain: testBrain({ busy: true, container: testContainer({ state: 'exited', exitCode: 137 }) }) },
      'brain',
      'working.starting',
      undefined,
    ],
    [
      'crash loop',
      {
        brain: testBrain({ container: testContainer({ state: 'restarting', restartCount: 4, exitCode: 1 }) }),
      },
      'brain',
      'broken.containerCrashes',
      undefined,
    ],
    [
      'port taken',
      { messenger: testMessenger({ refusal: { kind: 'portInUse', message: 'x', at: NOW } }) },
      'messenger',
      'broken.portTaken',
      'changePort',
    ],
    [
      'token not ours',
      { messenger: testMessenger({ connection: testConnection({ api: { kind: 'refused' } }) }) },
      'messenger',
      'broken.messengerTokenChanged',
      'restartService',
    ],
    [
      'API silent for long',
      {
        messenger: testMessenger({
          connection: testConnection({ api: { kind: 'unreachable', message: 'x' } }),
        }),
      },
      'messenger',
      'broken.messengerUnreachable',
      undefined,
    ],
    [
      'preparing',
      { brain: testBrain({ preparation: { kind: 'running', progress: { done: 1, total: 3 } } }) },
      'brain',
      'working.preparing',
      undefined,
    ],
    [
      'preparation failed',
      {
        brain: testBrain({
          preparation: {
            kind: 'failed',
            diagnosis: { code: 'prepareUnreachable', params: {}, evidence: [] },
          },
        }),
      },
      'brain',
      'broken.prepareUnreachable',
      'apply',
    ],
    [
      'prepared, no key yet',
      { brain: testBrain({ wish: 'prepared', container: undefined }) },
      'brain',
      'off.ready',
      undefined,
    ],
    [
      'a plugin failed',
      {
        brain: testBrain({
          report: {
            kind: 'up',
            version: '',
            bots: [],
            models: [],
            failures: [{ plugin: 'p', message: 'm' }],
          },
        }),
      },
      'brain',
      'broken.brainPluginFailed',
      undefined,
    ],
    [
      'token edited in the panel',
      {
        messenger: testMessenger({
          connection: testConnection({ bridgeEnd: { kind: 'changed', what: 'token' } }),
        }),
      },
      'bridge',
      'broken.tokenDrift',
      undefined,
    ],
    [
      'server missing',
      { messenger: testMessenger({ connection: testConnection({ bridgeEnd: { kind: 'missing' } }) }) },
      'bridge',
      'broken.bridgeServerMissing',
      'rewriteBridge',
    ],
    [
      'no line',
      { brain: testBrain({ report: { kind: 'up', version: '', bots: [], models: [], failures: [] } }) },
      'bridge',
      'broken.bridgeDown',
      'reconnectBridge',
    ],
    [
      'reply waits for the line',
      { brain: testBrain({ report: { kind: 'up', version: '', bots: [], models: [], failures: [] } }) },
      'reply',
      'off.waiting',
      undefined,
    ],
    [
      'no key',
      { model: { choice: undefined, key: 'absent', check: { kind: 'unknown' } } },
      'model',
      'needsYou.enterKey',
      undefined,
    ],
    [
      'key of another computer',
      { model: { choice: undefined, key: 'unreadable', check: { kind: 'unknown' } } },
      'model',
      'needsYou.enterAgain',
      undefined,
    ],
    ['not proved', { proof: { kind: 'none' } }, 'reply', 'working.proving', 'prove'],
    [
      'proof of another run',
      { proof: { kind: 'ok', at: 1, latencyMs: 1, answer: '', of: 'other' } },
      'reply',
      'working.proving',
      'prove',
    ],
  ])('%s', (_name, over, link, code, repair) => {
    expect(says(testWorld(over), link)).toBe(code);
    expect(does(testWorld(over), link)).toBe(repair);
  });

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

  it('leaves a brain that is well green although the line before it is cut', () => {
    const world = withLogin({ kind: 'waitingScan', url: 'u', since: NOW, expiredCount: 0 });
    const states = Object.fromEntries(
      walk(world).map(({ id, state }) => [id, stateCode(state as LinkState)]),
    );
    expect(states).toMatchObject({
      login: 'needsYou.scanQr',
      bridge: 'off.waiting',
      brain: 'ok',
      model: 'ok',
      reply: 'off.waiting',
    });
  });

  it('adds up pulls and gives a time only when every size is known', () => {
    const part = (totalBytes: number | undefined) =>
      image({
        kind: 'pulling',
        phase: 'downloading',
        progress: {
          doneBytes: 50,
          bytesPerSecond: 10,
          etaMs: 5_000,
          ...(totalBytes === undefined ? {} : { totalBytes }),
        },
      });
    const known = finding(testWorld({ images: [part(100), part(100)] }), 'images').state;
    expect(known).toMatchObject({
      progress: { doneBytes: 100, totalBytes: 200, bytesPerSecond: 20, etaMs: 5_000 },
    });
    const unknown = finding(testWorld({ images: [part(100), part(undefined)] }), 'images').state;
    expect(unknown.kind === 'working' && unknown.progress?.totalBytes).toBeUndefined();
    expect(unknown.kind === 'working' && unknown.progress?.etaMs).toBeUndefined();
  });
});
