import { expect, test } from 'vitest';
import { parseStatsFrame, toStatsReading } from './stats';

const frame = (read: string, totalUsage: number, memory: object | null = { usage: 1000, stats: {} }) => ({
  read,
  cpu_stats: { cpu_usage: { total_usage: totalUsage }, online_cpus: 2 },
  memory_stats: memory,
  networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 5, tx_bytes: 2 } },
});

test('two frames make a reading', () => {
  const before = parseStatsFrame(frame('2026-01-02T03:04:05Z', 1_000_000_000));
  const now = parseStatsFrame(
    frame('2026-01-02T03:04:07Z', 4_000_000_000, { usage: 1000, stats: { inactive_file: 300 } }),
  );
  if (!before || !now) throw new Error('not understood');
  expect(toStatsReading(before, now)).toEqual({
    at: Date.parse('2026-01-02T03:04:07Z'),
    cpus: 1.5,
    cpuMs: 4_000,
    memoryBytes: 700,
    rxBytes: 15,
    txBytes: 3,
    readBytes: 0,
    writtenBytes: 0,
  });
});

test('disks are counted together, by the names of both versions of control groups', () => {
  const now = (entries: { op: string; value: number }[] | null) =>
    parseStatsFrame({
      ...frame('2026-01-02T03:04:05Z', 1),
      blkio_stats: { io_service_bytes_recursive: entries },
    });
  const bytesOf = (entries: Parameters<typeof now>[0]) => {
    const parsed = now(entries);
    const { readBytes, writtenBytes } = parsed ? toStatsReading(parsed, parsed) : {};
    return [readBytes, writtenBytes];
  };
  const v1 = ['Read', 'Write', 'Sync', 'Total'].map((op, index) => ({ op, value: 10 + index }));
  expect(bytesOf(v1)).toEqual([10, 11]);
  const v2 = ['read', 'write', 'read', 'write'].map((op, index) => ({ op, value: 10 + index }));
  expect(bytesOf(v2)).toEqual([22, 24]);
  expect(bytesOf(null)).toEqual([0, 0]);
});

test('the cache is counted out with both versions of control groups, and never below nothing', () => {
  const at = '2026-01-02T03:04:05Z';
  const memoryOf = (memory: object) => {
    const now = parseStatsFrame(frame(at, 1, memory));
    return now && toStatsReading(now, now).memoryBytes;
  };
  expect(memoryOf({ usage: 1000, stats: { total_inactive_file: 400 } })).toBe(600);
  expect(memoryOf({ usage: 100, stats: { inactive_file: 400 } })).toBe(0);
  expect(memoryOf({ usage: 100 })).toBe(100);
});

test('frames of an ended container and of another shape are none', () => {
  expect(parseStatsFrame(frame('0001-01-01T00:00:00Z', 0, {}))).toBeUndefined();
  expect(parseStatsFrame(frame('2026-01-02T03:04:05Z', 0, {}))).toBeUndefined();
  expect(parseStatsFrame({ message: 'x' })).toBeUndefined();
});
