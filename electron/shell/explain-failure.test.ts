import { expect, test } from 'vitest';
import { AppError } from '../contract/errors';
import { ProviderId } from '../contract/model';
import { explainFailure } from './explain-failure';
import { UsageError } from './usage-error';

test('who has the data directory is said', () => {
  const locked = new AppError('dataDirLocked', { pid: 42, url: 'http://127.0.0.1:6190/' });
  expect(explainFailure(locked)).toBe(
    'Another BotPier uses this data directory: process 42, http://127.0.0.1:6190/.',
  );
  expect(explainFailure(new AppError('dataDirLocked', { pid: 42 }))).toMatch(/process 42\.$/);
});

test("the user's mistakes are sentences", () => {
  expect(explainFailure(new UsageError('Say it otherwise.'))).toBe('Say it otherwise.');
  expect(explainFailure(ProviderId.safeParse('nobody').error)).toMatch(/deepseek/);
  expect(explainFailure(Object.assign(new Error(), { code: 'EADDRINUSE' }))).toMatch(/--port/);
});

test('what belongs to another user, and what cannot be written, is named', () => {
  expect(explainFailure(new AppError('notYours', { file: '/data/secrets.json' }))).toMatch(
    /another user.*\/data\/secrets\.json/,
  );
  expect(explainFailure(new AppError('readOnly', { file: '/data/x' }))).toMatch(/written.*\/data\/x/);
});

test('what is to be mended keeps its stack', () => {
  expect(explainFailure(new TypeError('x is not a function'))).toBeUndefined();
});
