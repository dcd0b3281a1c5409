import { describe, expect, test } from 'vitest';
import { toContainerInfo } from './container-info';

const inspected = (state: object = {}, rest: object = {}) => ({
  Id: 'abc',
  Name: '/botpier-x',
  Image: 'sha256:1',
  RestartCount: 2,
  Config: { Image: 'lab/x:1', Labels: { 'io.botpier.bot': 'abcd1234', 'io.botpier.service': 'napcat' } },
  State: { Status: 'running', ExitCode: 0, StartedAt: '2026-01-02T03:04:05.5Z', ...state },
  HostConfig: { PortBindings: { '5140/tcp': [{ HostIp: '127.0.0.1', HostPort: '45140' }] } },
  ...rest,
});

describe('an inspected container', () => {
  test('is told in our words', () => {
    expect(toContainerInfo(inspected())).toEqual({
      id: 'abc',
      name: 'botpier-x',
      image: 'lab/x:1',
      imageId: 'sha256:1',
      labels: { 'io.botpier.bot': 'abcd1234', 'io.botpier.service': 'napcat' },
      bot: 'abcd1234',
      service: 'napcat',
      state: 'running',
      exitCode: undefined,
      error: undefined,
      oomKilled: false,
      startedAt: Date.parse('2026-01-02T03:04:05.5Z'),
      finishedAt: undefined,
      restartCount: 2,
      ports: [{ container: 5140, host: 45_140 }],
    });
  });

  test.each([
    ['exited', 'exited', 137],
    ['stopped', 'exited', 137],
    ['restarting', 'restarting', 137],
    ['dead', 'dead', 137],
    ['created', 'created', undefined],
    ['configured', 'created', undefined],
    ['paused', 'paused', undefined],
  ])('%s is %s with exit code %s', (Status, state, exitCode) => {
    const info = toContainerInfo(
      inspected({ Status, ExitCode: 137, OOMKilled: true, FinishedAt: '0001-01-01T00:00:00Z' }),
    );
    expect(info).toMatchObject({ state, exitCode, oomKilled: true, finishedAt: undefined });
  });

  test('is as good as gone while it is being removed', () => {
    expect(toContainerInfo(inspected({ Status: 'removing' }))).toBeUndefined();
  });

  test('with labels of a stranger belongs to no bot', () => {
    const Config = { Image: 'x', Labels: { 'io.botpier.bot': 'NOT AN ID', 'io.botpier.service': 'nginx' } };
    expect(toContainerInfo(inspected({}, { Config }))).toMatchObject({ bot: undefined, service: undefined });
    expect(toContainerInfo(inspected({}, { Config: { Image: 'x', Labels: null } }))?.labels).toEqual({});
  });

  test('of another shape is an error', () => {
    expect(() => toContainerInfo({ Id: 'abc' })).toThrow();
  });
});
