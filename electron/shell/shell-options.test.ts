import { expect, test } from 'vitest';
import { parseShellOptions } from './shell-options';

test('flags of the window are read among those of Chromium', () => {
  const options = parseShellOptions([
    '--no-sandbox',
    '--rehearse',
    '--mirror',
    'docker.1ms.run',
    '--mirror=docker.io',
    '--base-url',
    'https://api.example/v1',
    '/some/file',
  ]);
  expect(options).toMatchObject({
    rehearse: true,
    mirrors: ['docker.1ms.run', 'docker.io'],
    baseUrl: 'https://api.example/v1',
    registry: undefined,
  });
});

test('a rehearsal leaves nothing behind unless it is given a place', () => {
  expect(parseShellOptions(['--rehearse']).dataDir).toBeUndefined();
  expect(parseShellOptions(['--rehearse', '--data-dir', '/tmp/place']).dataDir).toBe('/tmp/place');
  expect(parseShellOptions([]).dataDir).toMatch(/botpier/i);
});
