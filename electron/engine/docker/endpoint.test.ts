import { expect, test } from 'vitest';
import { isOlder } from './api-version';
import { parseEndpoint } from './endpoint';

const tls = { ca: 'a', cert: 'b', key: 'c' };

test.each([
  ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
  ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
  [' /run/docker.sock ', { kind: 'socket', path: '/run/docker.sock' }],
  ['\\\\.\\pipe\\docker_engine', { kind: 'socket', path: '\\\\.\\pipe\\docker_engine' }],
  ['tcp://192.0.2.1:2375', { kind: 'tcp', host: '192.0.2.1', port: 2375, tls: undefined }],
  ['tcp://box', { kind: 'tcp', host: 'box', port: 2375, tls: undefined }],
  ['http://[::1]:99', { kind: 'tcp', host: '::1', port: 99, tls: undefined }],
])('%s is understood', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
});

test('with TLS the port is another by default', () => {
  expect(parseEndpoint('tcp://box', tls)).toEqual({ kind: 'tcp', host: 'box', port: 2376, tls });
});

test.each(['ssh://user@box', 'box', '', 'unix://'])('%j is refused', (text) => {
  expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
});

test('API versions are compared by number', () => {
  expect(isOlder('1.9', '1.41')).toBe(true);
  expect(isOlder('1.41', '1.41')).toBe(false);
  expect(isOlder('2.0', '1.44')).toBe(false);
});
