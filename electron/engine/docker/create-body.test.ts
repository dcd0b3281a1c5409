import { describe, expect, test } from 'vitest';
import type { CreateContainer } from '../engine';
import { createBody } from './create-body';

const least: CreateContainer = { name: 'x', image: 'lab/x:1', labels: { 'io.botpier.bot': 'abcd1234' } };

describe('the body of a creation', () => {
  test('is careful by default', () => {
    const body = createBody(least, '1.41');
    expect(body).toMatchObject({
      Image: 'lab/x:1',
      Labels: least.labels,
      HostConfig: {
        Init: true,
        SecurityOpt: ['no-new-privileges'],
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        RestartPolicy: { Name: 'no' },
      },
    });
    expect(body).not.toHaveProperty('Cmd');
    expect(body).not.toHaveProperty('Entrypoint');
    expect(body).not.toHaveProperty('NetworkingConfig');
    expect(body).not.toHaveProperty('HostConfig.Memory');
  });

  test('opens to the network what is said to be for it, and nothing else', () => {
    const ports = [
      { container: 7860, host: 7860, reach: 'network' } as const,
      { container: 6099, host: 6099 },
    ];
    expect(createBody({ ...least, ports }, '1.44')).toMatchObject({
      HostConfig: {
        PortBindings: {
          '7860/tcp': [{ HostIp: '', HostPort: '7860' }],
          '6099/tcp': [{ HostIp: '127.0.0.1', HostPort: '6099' }],
        },
      },
    });
  });

  test('carries everything that was asked for', () => {
    const body = createBody(
      {
        ...least,
        entrypoint: ['/e'],
        command: ['a', 'b'],
        workingDir: '/w',
        env: { A: '1', B: 'x=y' },
        hostname: 'quay',
        network: { name: 'net', aliases: ['napcat'] },
        ports: [{ container: 6099, host: 46_099 }],
        volumes: [{ volume: 'v', path: '/data', readOnly: true }],
        extraHosts: { 'host.docker.internal': 'host-gateway' },
        memoryBytes: 1_000_000_000,
        restart: 'unless-stopped',
        init: false,
        dropCapabilities: ['ALL'],
      },
      '1.44',
    );
    expect(body).toMatchObject({
      Entrypoint: ['/e'],
      Cmd: ['a', 'b'],
      WorkingDir: '/w',
      Env: ['A=1', 'B=x=y'],
      Hostname: 'quay',
      ExposedPorts: { '6099/tcp': {} },
      HostConfig: {
        Init: false,
        CapDrop: ['ALL'],
        RestartPolicy: { Name: 'unless-stopped' },
        PortBindings: { '6099/tcp': [{ HostIp: '127.0.0.1', HostPort: '46099' }] },
        Mounts: [
          {
            Type: 'volume',
            Source: 'v',
            Target: '/data',
            ReadOnly: true,
            VolumeOptions: { Labels: { 'io.botpier.bot': 'abcd1234' } },
          },
        ],
        ExtraHosts: ['host.docker.internal:host-gateway'],
        Memory: 1_000_000_000,
        MemorySwap: 1_000_000_000,
        NetworkMode: 'net',
      },
      NetworkingConfig: { EndpointsConfig: { net: { Aliases: ['napcat'] } } },
    });
  });

  test('has the MAC address where the API version wants it', () => {
    const spec = { ...least, macAddress: '02:42:00:00:00:01', network: { name: 'net', aliases: [] } };
    expect(createBody(spec, '1.43')).toMatchObject({ MacAddress: '02:42:00:00:00:01' });
    expect(createBody(spec, '1.43')).not.toHaveProperty('NetworkingConfig.EndpointsConfig.net.MacAddress');
    expect(createBody(spec, '1.44')).not.toHaveProperty('MacAddress');
    expect(createBody(spec, '1.44')).toMatchObject({
      NetworkingConfig: { EndpointsConfig: { net: { MacAddress: '02:42:00:00:00:01' } } },
    });
  });
});
