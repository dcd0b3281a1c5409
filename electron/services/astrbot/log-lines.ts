import { stripVTControlCharacters } from 'node:util';

/** What a line of AstrBot's log tells. */
export type LogEvent =
  | { kind: 'started' }
  /** The core did not come up. The process ends with 0 after this. */
  | { kind: 'startFailed'; message: string }
  /** A messenger has greeted; that it goes is told by no line. */
  | { kind: 'lineUp' }
  | { kind: 'adapterStopped' }
  /** The OneBot adapter died. */
  | { kind: 'adapterFailed'; message: string }
  /** Messages come in, and none can be sent. */
  | { kind: 'mute' };

/** Reads one line, colours included, of versions before and after 4.24.1; undefined for the many that tell nothing. */
export function parseLogLine(line: string): LogEvent | undefined {
  const text = stripVTControlCharacters(line).trimEnd();
  for (const [pattern, read] of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return read(match[1] ?? '');
  }
  return undefined;
}

const PATTERNS: readonly (readonly [RegExp, (message: string) => LogEvent])[] = [
  [/AstrBot started\.|AstrBot 启动完成/, () => ({ kind: 'started' })],
  [
    /(?:Failed to initialize AstrBot: |初始化 AstrBot 失败：)(.*?)(?: ?!!!)?$/,
    (message) => ({ kind: 'startFailed', message }),
  ],
  [/(端口 \d+ 已被占用.*)/, (message) => ({ kind: 'startFailed', message })],
  [/aiocqhttp\(OneBot v11\) 适配器已连接/, () => ({ kind: 'lineUp' })],
  [/aiocqhttp 适配器已被关闭/, () => ({ kind: 'adapterStopped' })],
  [
    /------- (?:Task platform_aiocqhttp_\S+ failed|任务 platform_aiocqhttp_\S+ 发生错误)[:：]\s*(.*)$/,
    (message) => ({ kind: 'adapterFailed', message }),
  ],
  [/ApiNotAvailable/, () => ({ kind: 'mute' })],
];
