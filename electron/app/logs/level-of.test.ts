import { expect, test } from 'vitest';
import { levelOf } from './level-of';

const ESC = '\u001b';

test.each([
  [`11-20 10:41:28 [${ESC}[32minfo${ESC}[39m] 小码 | 接收 <- 群聊`, 'info'],
  [`11-20 10:41:28 [${ESC}[33mwarn${ESC}[39m] 小码 | 反向WebSocket`, 'warn'],
  [`11-20 10:41:28 [${ESC}[31merror${ESC}[39m] [OneBot] 连接错误`, 'error'],
  ['2026-11-20 10:41:28 [I] app Koishi/4.18.11', 'info'],
  ['2026-11-20 10:41:28 [W] chatluna no model', 'warn'],
  ['2026-11-20 10:41:28 [E] loader Error: x', 'error'],
  ['2026-11-20 10:41:28 [D] adapter frame', 'debug'],
  [`${ESC}[32m[10:41:28.123] ${ESC}[0m[Core] ${ESC}[1m[INFO]${ESC}[0m [main.py:1]: AstrBot started.`, 'info'],
  ['[10:41:28.123] [Core] [ERRO] [v4.27.4] [main.py:1]: boom', 'error'],
  ['[10:41:28.123] [Core] [DBUG] [main.py:1]: x', 'debug'],
  ['2026-11-20 10:41:28,123 | WARNING | [key_manager.py:9] | key failed', 'warn'],
  ['{"level":"error","ts":1,"msg":"dial"}', 'error'],
  ['TypeError: x is not a function', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['    at Object.<anonymous> (/koishi/index.js:1:1)', undefined],
  ['somebody said [E] in a chat'.padStart(400, '.'), undefined],
  ['', undefined],
] as const)('%s', (line, level) => {
  expect(levelOf(line)).toBe(level);
});

test('is quick on a line of ten megabytes', () => {
  expect(levelOf('x'.repeat(10_000_000))).toBe(undefined);
});
