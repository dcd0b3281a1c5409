import { describe, expect, it } from 'vitest';
import { type NetworkMember, resolveAddress } from './resolve-address';

const open = new Map([[3001, 40_001]]);

function member(name: string, extra: Partial<NetworkMember> = {}): NetworkMember {
  return {
    id: `${name}0123456789abcdef`,
    name: `bot-${name}`,
    hostname: `${name}-host`,
    spec: { network: { name: 'quay', aliases: [name] } },
    listening: () => open,
    ...extra,
  };
}

const koishi = member('koishi', {
  spec: {
    network: { name: 'quay', aliases: ['koishi'] },
    extraHosts: { 'host.docker.internal': 'host-gateway', 'fixed.test': '10.0.0.9' },
  },
});

function resolve(host: string, port: number, ...others: NetworkMember[]) {
  return resolveAddress(koishi, { host, port }, [koishi, ...others], (address) => ({
    ...address,
    host: `out:${address.host}`,
  }));
}

describe('resolveAddress', () => {
  it.each(['napcat', 'bot-napcat', 'napcat012345'])(
    'finds a neighbour by alias, name or short id: %s',
    (host) => {
      expect(resolve(host, 3001, member('napcat'))).toEqual({ host: '127.0.0.1', port: 40_001 });
    },
  );

  it.each(['localhost', '127.0.0.1', 'koishi-host', 'koishi'])('finds itself as %s', (host) => {
    expect(resolve(host, 3001)).toEqual({ host: '127.0.0.1', port: 40_001 });
  });

  it('is refused where nothing listens', () => {
    expect(() => resolve('napcat', 3002, member('napcat'))).toThrow(
      expect.objectContaining({ code: 'ECONNREFUSED' }),
    );
    expect(() =>
      resolve('napcat', 3001, member('napcat', { listening: () => new Map([[3001, 0]]) })),
    ).toThrow(expect.objectContaining({ code: 'ECONNREFUSED' }));
  });

  it.each([
    ['nobody has the name', []],
    ['its container does not run', [member('napcat', { listening: () => undefined })]],
    [
      'it is on another network',
      [member('napcat', { spec: { network: { name: 'other', aliases: ['napcat'] } } })],
    ],
    ['it is on no network', [member('napcat', { spec: {} })]],
  ])('does not find it when %s', (_, others) => {
    expect(() => resolve('napcat', 3001, ...others)).toThrow(expect.objectContaining({ code: 'ENOTFOUND' }));
  });

  it('knows the extra hosts', () => {
    expect(resolve('host.docker.internal', 8000)).toEqual({ host: '127.0.0.1', port: 8000 });
    expect(resolve('fixed.test', 8000)).toEqual({ host: '10.0.0.9', port: 8000 });
  });

  it.each(['api.deepseek.com', '10.1.2.3'])('leaves %s to the outside', (host) => {
    expect(resolve(host, 443)).toEqual({ host: `out:${host}`, port: 443 });
  });
});
