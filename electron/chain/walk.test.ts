// Long because it is one table: a row for each situation that a link tells apart.
import { describe, expect, it } from 'vitest';
import type { LinkId } from '../contract/ids';
import type { LinkState } from '../contract/link-state';
import type { DialSign } from '../services/roles';
import { stateCode } from './link-moment';
import { does, finding, says, withLogin } from './test-walk';
import {
  NOW,
  online,
  runningEngine,
  testBot,
  testBrain,
  testConnection,
  testContainer,
  testMessenger,
  testWorld,
} from './test-world';
import { walk } from './walk';
import type { ImageSight, World } from './world';

const { consent: _, account: __, ...fresh } = testBot;
const image = (state: ImageSight['state']): ImageSight => ({ reference: 'r', product: 'NapCat', state });
const failed = (
  ...kinds: ('dns' | 'lies' | 'stalled' | 'diskFull' | 'tagMissing' | 'wrongArchitecture' | 'rateLimited')[]
) =>
  image({
    kind: 'failed',
    at: NOW,
    attempts: kinds.map((kind, n) => ({ mirror: `m${n}`, kind, message: kind })),
  });

/** A brain without a line, and what the messenger that dials it says. */
function unreached(
  sign: DialSign,
  { lasting, onlineFor, ago = 0 }: { lasting: number; onlineFor: number; ago?: number },
): Partial<World> {
  const at = NOW - ago;
  return {
    brain: testBrain({ report: { kind: 'up', version: '', bots: [], models: [], failures: [] } }),
    messenger: testMessenger({
      connection: testConnection({
        login: { ...online, since: NOW - onlineFor },
        dialling: { sign, message: sign, since: at - lasting, at },
      }),
    }),
  };
}

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
      'restartService',
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
    ...(
      [
        // What a wrong path or token is, is said at once; who has just started may not listen yet.
        ['tokenRefused', 'token refused', 10_000, 'broken.bridgeTokenRefused', 'restartService'],
        ['tokenRefused', 'token refused, once only', 0, 'working.connecting', 'reconnectBridge'],
        ['wrongPath', 'wrong path', 10_000, 'broken.bridgeWrongPath', 'restartService'],
        ['refused', 'nobody listens yet', 10_000, 'working.connecting', 'reconnectBridge'],
        ['unknownHost', 'nobody of that name yet', 10_000, 'working.connecting', 'reconnectBridge'],
      ] as const
    ).map(([sign, name, lasting, state, repair]): [string, Partial<World>, LinkId, string, string] => [
      name,
      unreached(sign, { lasting, onlineFor: 30_000 }),
      'bridge',
      state,
      repair,
    ]),
    ...(
      [
        ['refused', 'broken.bridgeRefused'],
        ['unknownHost', 'broken.bridgeUnknownHost'],
        ['timedOut', 'broken.bridgeTimedOut'],
        ['other', 'broken.bridgeDown'],
      ] as const
    ).map(([sign, state]): [string, Partial<World>, LinkId, string, string] => [
      `${sign} for long`,
      unreached(sign, { lasting: 70_000, onlineFor: 500_000 }),
      'bridge',
      state,
      'reconnectBridge',
    ]),
    [
      'a refusal of long ago',
      unreached('tokenRefused', { lasting: 10_000, onlineFor: 500_000, ago: 60_000 }),
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
