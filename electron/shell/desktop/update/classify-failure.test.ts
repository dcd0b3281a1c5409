import { expect, test } from 'vitest';
import { classifyFailure } from './classify-failure';
import { UpdateFailure } from './update-driver';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each<[unknown, string]>([
  [coded('ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'), 'unreachable'],
  [coded('HTTP_ERROR_502'), 'unreachable'],
  [coded('ENOTFOUND'), 'unreachable'],
  [new Error('net::ERR_NAME_NOT_RESOLVED'), 'unreachable'],
  [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'unreachable'],
  [new DOMException('no answer within 30000 ms', 'TimeoutError'), 'unreachable'],
  [new Error('net::ERR_CONNECTION_RESET'), 'interrupted'],
  [new Error('Request timed out'), 'interrupted'],
  [coded('ERR_UPDATER_INVALID_UPDATE_INFO'), 'feedInvalid'],
  [coded('ERR_UPDATER_ZIP_FILE_NOT_FOUND'), 'nothingForThisSystem'],
  [coded('ERR_CHECKSUM_MISMATCH'), 'checksum'],
  [coded('ERR_UPDATER_INVALID_SIGNATURE'), 'signature'],
  [new Error('Could not get code signature for running application'), 'signature'],
  [coded('ENOSPC'), 'diskFull'],
  [new Error('net::ERR_FILE_NO_SPACE'), 'diskFull'],
  ['nonsense', 'unknown'],
  [undefined, 'unknown'],
])('%s is %s', (cause, problem) => {
  expect(classifyFailure(cause).problem).toBe(problem);
});

test('only what was said first is passed on: the lines after it hold headers and paths', () => {
  const message = `Cannot download\nHeaders: {"cookie": "secret"}`;
  expect(classifyFailure(new Error(message)).message).toBe('Cannot download');
  expect(classifyFailure(new Error('x'.repeat(1_000))).message).toHaveLength(300);
});

test('what is known already stays as it is', () => {
  const failure = new UpdateFailure('checksum', 'x');
  expect(classifyFailure(failure)).toBe(failure);
});
