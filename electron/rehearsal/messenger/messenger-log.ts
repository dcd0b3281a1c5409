import type { ProgramHost } from '../../lib/program-host';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogRecord {
  level: LogLevel;
  message: string;
}

/** The container's log in the original's form: local time, coloured level, the nickname once it is known. */
export interface MessengerLog {
  /** A line as it is. */
  plain(text: string, stream?: 'stdout' | 'stderr'): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** Puts the nickname before every line from now on. */
  setNick(nick: string): void;
  /** The last 100 records. */
  recent(): readonly LogRecord[];
  subscribe(listener: (record: LogRecord) => void): () => void;
}

const COLOURS: Record<LogLevel, number> = { info: 32, warn: 33, error: 31 };

export function createMessengerLog(host: ProgramHost): MessengerLog {
  const { TZ: timeZone = 'Asia/Shanghai' } = host.env;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const stamp = () => {
    const parts = Object.fromEntries(
      format.formatToParts(host.clock.now()).map(({ type, value }) => [type, value]),
    );
    const { month, day, hour, minute, second } = parts;
    return `${month}-${day} ${hour}:${minute}:${second}`;
  };
  const records: LogRecord[] = [];
  const listeners = new Set<(record: LogRecord) => void>();
  let nick = '';

  const write = (level: LogLevel) => (text: string) => {
    const message = nick ? `${nick} | ${text}` : text;
    const line = `${stamp()} [\u001b[${COLOURS[level]}m${level}\u001b[39m] ${message}`;
    for (const part of line.split('\n')) host.log(part);
    const record = { level, message: message.replace(/token=[^\s&]+/g, 'token=***') };
    records.push(record);
    if (records.length > 100) records.shift();
    for (const listener of listeners) listener(record);
  };
  return {
    plain: (text, stream) => host.log(text, stream),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setNick(value) {
      nick = value;
    },
    recent: () => records,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
