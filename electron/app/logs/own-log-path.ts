import { join } from 'node:path';

/** Where BotPier's own log lies, below the data directory. */
export function ownLogPath(dataDir: string): string {
  return join(dataDir, 'logs', 'botpier.log');
}
