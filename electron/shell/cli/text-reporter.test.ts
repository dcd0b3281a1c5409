import { expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createJsonReporter } from './json-reporter';
import { createTextReporter } from './text-reporter';
import { en } from './texts-en';
import { textsFor } from './texts-for';
import { zh } from './texts-zh';

function record(isTTY: boolean) {
  const written: string[] = [];
  const reporter = createTextReporter({ isTTY, write: (text) => void written.push(text) }, zh);
  return { reporter, text: () => written.join('') };
}

const pulling = {
  kind: 'working',
  doing: 'pulling',
  progress: { doneBytes: 312e6, totalBytes: 684e6 },
} as const;

test('a terminal shows progress on one line and takes it back', () => {
  const { reporter, text } = record(true);
  reporter.report({ event: 'link', link: 'images', tone: 'busy', state: pulling });
  reporter.report({ event: 'link', link: 'images', tone: 'ok', state: { kind: 'ok' }, detail: '2 个镜像' });
  expect(text()).toBe('\r\x1b[2K◐ 下载  下载中 312 / 684 MB\r\x1b[2K● 下载  2 个镜像  正常\n');
});

test('a file gets no progress and no control characters', () => {
  const { reporter, text } = record(false);
  reporter.report({ event: 'progress', link: 'images', doneBytes: 1 });
  reporter.report({ event: 'link', link: 'images', tone: 'ok', state: { kind: 'ok' } });
  expect(text()).toBe('● 下载  正常\n');
});

test('the code is drawn dark on light with its quiet zone', () => {
  const { reporter, text } = record(true);
  reporter.report({ event: 'qr', url: 'https://txz.qq.com/p?k=abc&f=1', since: 0 });
  const rows = text()
    .split('\n')
    .filter((row) => row.startsWith('\x1b[30;107m'));
  expect(rows.length).toBeGreaterThan(12);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  expect(rows[0]).toContain('107m    ');
});

test('as JSON each event is a line with the time since the start', async () => {
  const clock = createManualClock();
  const lines: string[] = [];
  const reporter = createJsonReporter(clock, (line) => void lines.push(line));
  await clock.advance(1500);
  reporter.report({ event: 'reply', answer: '在\n。', latencyMs: 820 });
  expect(lines).toEqual(['{"t":1500,"event":"reply","answer":"在\\n。","latencyMs":820}\n']);
});

test('the language follows the flag, then the environment', () => {
  expect(textsFor('en', { LANG: 'zh_CN.UTF-8' })).toBe(en);
  expect(textsFor(undefined, { LANG: 'zh_CN.UTF-8' })).toBe(zh);
  expect(textsFor(undefined, { LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' })).toBe(en);
  expect(textsFor(undefined, {})).toBe(en);
});
