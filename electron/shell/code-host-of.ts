import { resolve } from 'node:path';
import type { CodeHost } from '../app/sync/create-saving';

/**
 * The server of GitHub's that bots are saved to, where it is one of an organisation's own: by the names GitHub uses.
 * Where copies lie goes by the names of the older backup tool.
 */
export function codeHostOf(env: NodeJS.ProcessEnv): CodeHost {
  const { GITHUB_API_URL: api, GITHUB_SERVER_URL: git } = env;
  const folder = env['HIST_DIR'] || env['BACKUP_REPO_DIR'];
  return {
    ...(isServer(api) && isServer(git) ? { endpoints: { api: plain(api), git: plain(git) } } : {}),
    ...(folder ? { folder: resolve(folder) } : {}),
  };
}

/** Without TLS only on this computer: a token would be read on the way. */
function isServer(url: string | undefined): url is string {
  const parsed = URL.parse(url ?? '');
  if (!parsed) return false;
  return parsed.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
}

function plain(url: string): string {
  return url.replace(/\/+$/, '');
}
