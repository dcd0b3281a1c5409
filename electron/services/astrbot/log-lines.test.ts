import { expect, test } from 'vitest';
import { parseLogLine } from './log-lines';

const coloured = (level: string, text: string) =>
  `\x1B[32m[12:25:45.647]\x1B[0m [Core] \x1B[31m\x1B[1m[${level}]\x1B[0m [v4.27.4] [core.initial_loader:33]: \x1B[31m\x1B[1m${text}\x1B[0m`;

test.each([
  ['AstrBot started.', { kind: 'started' }],
  ['AstrBot 启动完成。', { kind: 'started' }],
  ['😭 Failed to initialize AstrBot: no such table !!!', { kind: 'startFailed', message: 'no such table' }],
  // The rest of a longer message comes in lines of its own.
  [
    '😭 Failed to initialize AstrBot: (sqlite3.DatabaseError) file is not a database',
    { kind: 'startFailed', message: '(sqlite3.DatabaseError) file is not a database' },
  ],
  ['😭 初始化 AstrBot 失败：没有权限 !!!', { kind: 'startFailed', message: '没有权限' }],
  ['Exception: 端口 6185 已被占用', { kind: 'startFailed', message: '端口 6185 已被占用' }],
  ['aiocqhttp(OneBot v11) 适配器已连接。', { kind: 'lineUp' }],
  ['aiocqhttp 适配器已被关闭', { kind: 'adapterStopped' }],
  [
    '------- Task platform_aiocqhttp_botpier failed: [Errno 98] address in use',
    { kind: 'adapterFailed', message: '[Errno 98] address in use' },
  ],
  ['------- 任务 platform_aiocqhttp_botpier 发生错误: 端口', { kind: 'adapterFailed', message: '端口' }],
  ['aiocqhttp.exceptions.ApiNotAvailable', { kind: 'mute' }],
  ['Config key missing; added default.', undefined],
  ['用户说：你好', undefined],
])('%s', (text, expected) => {
  expect(parseLogLine(coloured('INFO', text))).toEqual(expected);
  expect(parseLogLine(text)).toEqual(expected);
});
