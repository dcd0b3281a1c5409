import { expect, test } from 'vitest';
import { createHostGuard, isLoopback } from './hosts';

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
  ['localhost.evil.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('an address of its own is allowed with its port only', () => {
  const hosts = createHostGuard('::1', 6190, []);
  expect(hosts.allows('[::1]:6190')).toBe(true);
  expect(hosts.allows('[::1]')).toBe(false);
  expect(hosts.allows(undefined)).toBe(false);
});

test('listening everywhere allows the addresses of this computer and no names', () => {
  const hosts = createHostGuard('0.0.0.0', 6190, []);
  expect(hosts.allows('127.0.0.1:6190')).toBe(true);
  expect(hosts.allows('evil.example:6190')).toBe(false);
});
