import { describe, expect, it } from 'vitest';
import { BotId } from '../contract/ids';
import { containerName, networkName, volumeName } from './names';
import { type Observed, type ObservedContainer, plan, type ServiceWish } from './plan';

const bot = BotId.parse('abcd1234');
const wish = (over: Partial<ServiceWish> = {}): ServiceWish => ({
  name: 'koishi',
  state: 'running',
  hash: 'h1',
  prepareKey: undefined,
  volumes: [volumeName(bot, 'koishi', 'data')],
  generation: '',
  imagePresent: true,
  ...over,
});
const container = (over: Partial<ObservedContainer> = {}): ObservedContainer => ({
  id: 'c1',
  name: containerName(bot, 'koishi'),
  service: 'koishi',
  hash: 'h1',
  generation: '',
  state: 'running',
  exitCode: undefined,
  ...over,
});
const prepared = (over: Partial<ObservedContainer> = {}) =>
  container({
    id: 'p1',
    name: containerName(bot, 'koishi', 'prepare'),
    hash: 'k1',
    state: 'exited',
    exitCode: 0,
    ...over,
  });
const next = (over: Partial<ObservedContainer> = {}) =>
  container({ id: 'n1', name: containerName(bot, 'koishi', 'next'), ...over });
const seen = (...containers: ObservedContainer[]): Observed => ({
  networks: [networkName(bot)],
  volumes: [volumeName(bot, 'koishi', 'data')],
  containers,
});
const nothing: Observed = { networks: [], volumes: [], containers: [] };
const kinds = (service: ServiceWish, observed: Observed) =>
  plan({ bot, services: [service] }, observed).map((step) =>
    'container' in step && step.container ? `${step.kind} ${step.container}` : step.kind,
  );

describe('plan', () => {
  it('lets no container that works on other data stand, not even until the new one is up', () => {
    const other = wish({ generation: 'abc123', prepareKey: 'k1', hash: 'h2' });
    expect(kinds(other, seen(container(), prepared(), next()))).toEqual([
      'removeContainer c1',
      'removeContainer p1',
      'removeContainer n1',
      'prepare',
      'create',
    ]);
    expect(kinds({ ...other, state: 'stopped' }, seen(container()))).toEqual(['removeContainer c1']);
    expect(kinds(wish(), seen(container({ generation: 'abc123' })))).toEqual([
      'removeContainer c1',
      'create',
    ]);
  });

  it.each<[string, ServiceWish, Observed, string[]]>([
    ['from nothing', wish(), nothing, ['ensureNetwork', 'ensureVolume', 'create']],
    [
      'from nothing with a preparation',
      wish({ prepareKey: 'k1' }),
      nothing,
      ['ensureNetwork', 'ensureVolume', 'prepare', 'create'],
    ],
    ['unchanged and running', wish(), seen(container()), []],
    ['unchanged, prepared, running', wish({ prepareKey: 'k1' }), seen(container(), prepared()), []],
    ['restarting by its policy is left alone', wish(), seen(container({ state: 'restarting' })), []],
    [
      'exited, and its network pruned away: a container does not start on another of the same name',
      wish(),
      { ...seen(container({ state: 'exited', exitCode: 0 })), networks: [] },
      ['ensureNetwork', 'removeContainer c1', 'create'],
    ],
    [
      'stopped, and its network pruned away',
      wish({ state: 'stopped' }),
      { ...seen(container({ state: 'exited' })), networks: [] },
      [],
    ],
    ['exited', wish(), seen(container({ state: 'exited', exitCode: 1 })), ['start c1']],
    ['created but never started', wish(), seen(container({ state: 'created' })), ['start c1']],
    ['changed', wish({ hash: 'h2' }), seen(container()), ['replace c1']],
    [
      'changed preparation',
      wish({ prepareKey: 'k2', hash: 'h2' }),
      seen(container(), prepared()),
      ['stop c1', 'removeContainer p1', 'prepare', 'replace c1'],
    ],
    [
      'failed preparation',
      wish({ prepareKey: 'k1' }),
      seen(prepared({ exitCode: 1 })),
      ['removeContainer p1', 'prepare', 'create'],
    ],
    [
      'preparation still running after we were killed',
      wish({ prepareKey: 'k1' }),
      seen(prepared({ state: 'running', exitCode: undefined })),
      ['prepare p1', 'create'],
    ],
    ['only prepared', wish({ state: 'prepared', prepareKey: 'k1' }), seen(), ['prepare']],
    ['only prepared, done', wish({ state: 'prepared', prepareKey: 'k1' }), seen(prepared()), []],
    [
      'prepared again while it runs: model taken away',
      wish({ state: 'prepared', prepareKey: 'k1' }),
      seen(container(), prepared()),
      ['stop c1'],
    ],
    ['stopped on purpose', wish({ state: 'stopped' }), seen(container()), ['stop c1']],
    ['stopped and exited', wish({ state: 'stopped' }), seen(container({ state: 'exited' })), []],
    [
      'stopped, and killed before its preparation was started',
      wish({ state: 'stopped', prepareKey: 'k1' }),
      seen(prepared({ state: 'created', exitCode: undefined })),
      ['removeContainer p1'],
    ],
    [
      'kept for the way back: its preparation is kept, too',
      wish({ state: 'stopped', prepareKey: 'k1' }),
      seen(container({ state: 'exited' }), prepared()),
      [],
    ],
    [
      'stopped during a preparation',
      wish({ state: 'stopped', prepareKey: 'k1' }),
      seen(prepared({ state: 'running' })),
      ['removeContainer p1'],
    ],
    [
      'absent',
      wish({ state: 'absent' }),
      seen(container(), prepared()),
      ['removeContainer c1', 'removeContainer p1'],
    ],
    ['no image yet', wish({ imagePresent: false }), nothing, []],
    [
      'killed before the old one was stopped',
      wish({ hash: 'h2' }),
      seen(container(), next({ hash: 'h2', state: 'created' })),
      ['removeContainer n1', 'replace c1'],
    ],
    ['killed after the old one was removed', wish({ hash: 'h2' }), seen(next({ hash: 'h2' })), ['adopt n1']],
    [
      'killed after removal, replacement down',
      wish({ hash: 'h2' }),
      seen(next({ hash: 'h2', state: 'exited' })),
      ['removeContainer n1', 'create'],
    ],
    [
      'a second container of ours under another name',
      wish(),
      seen(container(), container({ id: 'x', name: 'foo' })),
      ['removeContainer x'],
    ],
  ])('%s', (_, service, observed, expected) => {
    expect(kinds(service, observed)).toEqual(expected);
  });

  it('removes containers of a service the stack no longer has, and nothing without a service', () => {
    const foreign = container({ id: 'f', name: 'x', service: 'gateway' });
    const writer = container({ id: 'w', name: 'y', service: undefined });
    expect(plan({ bot, services: [wish()] }, seen(container(), foreign, writer))).toEqual([
      { kind: 'removeContainer', service: 'gateway', container: 'f', why: 'unwanted' },
    ]);
  });

  it('ends: doing what it says leaves nothing to do', () => {
    expect(
      plan(
        { bot, services: [wish({ hash: 'h2', prepareKey: 'k1' })] },
        seen(container({ hash: 'h2' }), prepared()),
      ),
    ).toEqual([]);
  });
});
