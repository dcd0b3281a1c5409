import type { ProgramHost } from '../../lib/program-host';

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof LEVELS)[number];

const COLOURS: Record<LogLevel, string> = {
  DEBUG: '34',
  INFO: '32',
  WARNING: '33',
  ERROR: '31',
  CRITICAL: '1;31',
};

/** Writes a line in the real one's form: time, coloured level, place, words. */
export interface PoolLog {
  (level: LogLevel, place: string, message: string): void;
  setLevel(level: unknown): void;
}

export function createPoolLog(host: ProgramHost, level: string): PoolLog {
  const indexOf = (name: unknown) => {
    const found = LEVELS.indexOf(String(name).toUpperCase() as LogLevel);
    return found < 0 ? LEVELS.indexOf('INFO') : found;
  };
  let least = indexOf(level);
  const write = (at: LogLevel, place: string, message: string) => {
    if (LEVELS.indexOf(at) < least) return;
    const time = new Date(host.clock.now())
      .toISOString()
      .replace('T', ' ')
      .replace('Z', '')
      .replace('.', ',');
    const coloured = `\u001B[${COLOURS[at]}m${at}\u001B[0m`;
    host.log(`${time} | ${coloured.padEnd(17)} | ${`[${place}]`.padEnd(30)} | ${message}`);
  };
  return Object.assign(write, {
    setLevel(next: unknown) {
      least = indexOf(next);
    },
  });
}
