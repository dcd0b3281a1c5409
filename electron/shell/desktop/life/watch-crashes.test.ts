import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchCrashes } from './watch-crashes';

function createRig() {
  const app = new EventEmitter();
  const process = new EventEmitter();
  const ours = {} as Electron.WebContents;
  const heard: string[] = [];
  const log: string[] = [];
  watchCrashes({
    app: app as unknown as Electron.App,
    process: process as unknown as NodeJS.Process,
    isOurs: (contents) => contents === ours,
    onTrouble: (trouble) => heard.push(trouble),
    log: (line) => log.push(line),
  });
  return { app, process, ours, heard, log };
}

test.each([
  ['crashed', ['window']],
  ['oom', ['window']],
  ['killed', ['window']],
  ['clean-exit', []],
])('the window that ends by %s is told of as %o', (reason, wanted) => {
  const { app, ours, heard } = createRig();
  app.emit('render-process-gone', {}, ours, { reason, exitCode: 1 });
  expect(heard).toEqual(wanted);
});

test('a panel that crashes is its own affair', () => {
  const { app, heard } = createRig();
  app.emit('render-process-gone', {}, {}, { reason: 'crashed', exitCode: 1 });
  expect(heard).toEqual([]);
});

test.each([
  ['GPU', 'crashed', ['gpu']],
  ['GPU', 'clean-exit', []],
  ['Utility', 'crashed', []],
])('a %s process that ends by %s is told of as %o', (type, reason, wanted) => {
  const { app, heard } = createRig();
  app.emit('child-process-gone', {}, { type, reason, exitCode: 1 });
  expect(heard).toEqual(wanted);
});

test('an exception that nobody caught is survived and logged', () => {
  const { process, heard, log } = createRig();
  process.emit('uncaughtException', new Error('boom'));
  expect(heard).toEqual(['core']);
  expect(log[0]).toContain('boom');
});

test.each([
  [new Error('nobody waited'), 'nobody waited'],
  ['a word alone', 'a word alone'],
])('a promise that broke unseen is survived and logged: %s', (reason, wanted) => {
  const { process, heard, log } = createRig();
  process.emit('unhandledRejection', reason);
  expect(heard).toEqual(['core']);
  expect(log[0]).toContain(wanted);
});
