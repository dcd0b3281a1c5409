import { expect, test } from 'vitest';
import { argumentsBeforeLink, findLinkArgument, parseDeepLink } from './deep-link';

test.each([
  ['botpier://open', { page: 'home' }],
  ['botpier://open/', { page: 'home' }],
  ['BotPier://open/logs', { page: 'logs' }],
  ['botpier://open/settings?bot=a1b2c3d4', { page: 'settings', bot: 'a1b2c3d4' }],
])('%s leads to %o', (link, wanted) => {
  expect(parseDeepLink(link)).toEqual(wanted);
});

test.each([
  '',
  'botpier:',
  'botpier://',
  'botpier:open',
  'https://open/logs',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'botpier://quit',
  'botpier://open/chat',
  'botpier://open/logs/more',
  'botpier://open/../../etc/passwd',
  'botpier://open//evil.example/',
  'botpier://open/%2e%2e%2fsecrets',
  'botpier://open:8080/logs',
  'botpier://user:pass@open/logs',
  'botpier://open/logs#<script>',
  'botpier://open/logs?bot=<script>alert(1)</script>',
  'botpier://open/logs?bot=a1b2c3d4&bot=b1b2c3d4',
  'botpier://open/logs?stop=all',
  'botpier://open/logs?page=settings&__proto__=x',
  'botpier://open/logs?__proto__=x',
  `botpier://open/logs?bot=${'a'.repeat(100_000)}`,
  'botpier://open/\u0000logs',
])('%s leads nowhere', (link) => {
  expect(parseDeepLink(link)).toBeUndefined();
});

test('a link among arguments is found, and what follows it is not believed', () => {
  const args = ['.', '--hidden', 'botpier://open/logs', '--data-dir', '/tmp/evil', '--proxy=http://evil'];
  expect(findLinkArgument(args)).toBe('botpier://open/logs');
  expect(argumentsBeforeLink(args)).toEqual(['.', '--hidden']);
  expect(argumentsBeforeLink(['--rehearse'])).toEqual(['--rehearse']);
  expect(findLinkArgument(['--rehearse'])).toBeUndefined();
});
