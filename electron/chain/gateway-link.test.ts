import { describe, expect, it } from 'vitest';
import { does, says } from './test-walk';
import { NOW, testBot, testBrain, testContainer, testWorld } from './test-world';
import { walk } from './walk';
import type { GatewaySight } from './world';

const gateway = (over: Partial<GatewaySight> = {}): GatewaySight => {
  const { report: _, ...service } = testBrain();
  return {
    ...service,
    info: { ...service.info, name: 'gateway', product: 'Caddy', version: '2' },
    report: { kind: 'up', config: 'a' },
    wanted: 'a',
    refused: undefined,
    ...over,
  };
};
const world = (over: Partial<GatewaySight> = {}) => testWorld({ gateway: gateway(over) });

describe('the gateway’s link', () => {
  it('is there for bots that use one, at the end, and no other link rests on it', () => {
    expect(walk(testWorld()).map(({ id }) => id)).not.toContain('gateway');
    const broken = world({ container: undefined });
    expect(
      walk(broken)
        .map(({ id }) => id)
        .at(-1),
    ).toBe('gateway');
    const others = walk(broken).slice(0, -1);
    expect(others.every(({ state }) => state.kind === 'ok')).toBe(true);
  });

  it.each<[string, Partial<GatewaySight>, string, string | undefined]>([
    ['well', {}, 'ok', undefined],
    ['whoever only looks does not know what it should have', { wanted: undefined }, 'ok', undefined],
    ['older rules live', { wanted: 'b' }, 'working.reconnecting', 'reloadGateway'],
    [
      'rules refused',
      { wanted: 'b', refused: { config: 'b', message: 'm' } },
      'broken.gatewayRefused',
      'reloadGateway',
    ],
    [
      'others refused before',
      { wanted: 'b', refused: { config: 'c', message: 'm' } },
      'working.reconnecting',
      'reloadGateway',
    ],
    ['no container', { container: undefined, report: undefined }, 'working.creating', 'apply'],
    [
      'ended',
      { container: testContainer({ state: 'exited', exitCode: 1 }), report: undefined },
      'broken.containerGone',
      'apply',
    ],
    [
      'its port is taken: it stays where people look for it, and is tried again',
      { refusal: { kind: 'portInUse', message: 'x', at: NOW }, report: undefined },
      'broken.portTaken',
      'apply',
    ],
    [
      'crash loop',
      { container: testContainer({ state: 'restarting', restartCount: 4 }), report: undefined },
      'broken.containerCrashes',
      undefined,
    ],
    [
      'silent for long',
      { report: { kind: 'unreachable', message: 'x' } },
      'broken.gatewayUnreachable',
      undefined,
    ],
    [
      'just started',
      { report: { kind: 'connecting' }, container: testContainer({ startedAt: NOW - 1_000 }) },
      'working.starting',
      undefined,
    ],
    [
      'before the consent',
      { wish: 'prepared', container: undefined, report: undefined },
      'off.ready',
      undefined,
    ],
    ['stopped on purpose', { wish: 'stopped' }, 'off.stopped', 'apply'],
    ['no image', { imagePresent: false, container: undefined }, 'off.waiting', undefined],
  ])('%s', (_name, over, code, repair) => {
    expect(says(world(over), 'gateway')).toBe(code);
    expect(does(world(over), 'gateway')).toBe(repair);
  });

  it('rests when its bot does, and waits for the engine', () => {
    const stopped = testWorld({ gateway: gateway(), bot: { ...testBot, intent: 'stopped' } });
    expect(says(stopped, 'gateway')).toBe('off.stopped');
    expect(says(testWorld({ gateway: gateway(), engine: { kind: 'absent' } }), 'gateway')).toBe(
      'off.waiting',
    );
  });
});
