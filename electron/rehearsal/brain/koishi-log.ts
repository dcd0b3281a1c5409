import type { ProgramHost } from '../../lib/program-host';

/** Koishi's own way to log: time, level, who, what. */
export type KoishiLog = (level: 'I' | 'W' | 'E' | 'S', name: string, text: string) => void;

export function createKoishiLog(host: ProgramHost): KoishiLog {
  const { TZ: timeZone = 'UTC' } = host.env;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (level, name, text) => host.log(`${format.format(host.clock.now())} [${level}] ${name} ${text}`);
}
