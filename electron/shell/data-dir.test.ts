import { expect, test } from 'vitest';
import { defaultDataDir } from './data-dir';

test.skipIf(process.platform === 'win32')('each system has its own place', () => {
  expect(defaultDataDir('linux', {}, '/home/小明')).toBe('/home/小明/.local/share/botpier');
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/u')).toBe('/data/botpier');
  expect(defaultDataDir('darwin', {}, '/Users/u')).toBe('/Users/u/Library/Application Support/BotPier');
  expect(defaultDataDir('win32', { LOCALAPPDATA: '/l' }, '/u')).toBe('/l/BotPier');
});
