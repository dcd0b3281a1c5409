import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where everything of ours is kept unless the user says otherwise; the same for every shell. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'BotPier');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'BotPier');
    default:
      return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'botpier');
  }
}
