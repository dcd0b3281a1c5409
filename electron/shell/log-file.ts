import { appendFile, mkdir, rename, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownLogPath } from '../app/logs/own-log-path';

const MAX_BYTES = 5_000_000;

/**
 * BotPier's own log, `logs/botpier.log` in the data directory; what was written before the last 5 MB is dropped,
 * one file back at most. Lines are written in order. A log that cannot be written is no reason to stop.
 */
export function createLogFile(dataDir: string): (line: string) => void {
  const path = ownLogPath(dataDir);
  const folder = dirname(path);
  let bytes: number | undefined;
  let last: Promise<void> = Promise.resolve();

  async function write(line: string): Promise<void> {
    if (bytes === undefined) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      bytes = (await stat(path).catch(() => undefined))?.size ?? 0;
    }
    if (bytes > MAX_BYTES) {
      // What cannot be set aside goes: the bound holds, and the newest lines are worth more.
      await rename(path, join(folder, 'botpier.1.log')).catch(() => truncate(path));
      bytes = 0;
    }
    const text = `${line}\n`;
    await appendFile(path, text, { mode: 0o600 });
    bytes += Buffer.byteLength(text);
  }

  return (line) => {
    last = last.then(() => write(line)).catch(() => undefined);
  };
}
