import type { GitHub } from '../github/open-github';
import { SyncError } from '../sync-error';

/**
 * The name by which a repository is called now, once it was seen to be one that a bot may be saved to. Asked before every
 * save: whoever makes it public later must not publish a bot by that.
 */
export async function checkedRepository(github: GitHub, name: string): Promise<string> {
  const repository = await github.repository(name);
  if (!repository.private) throw new SyncError('syncPublic', { repository: repository.name });
  if (repository.archived) throw new SyncError('syncArchived', { repository: repository.name });
  if (!repository.mayPush) throw new SyncError('syncForbidden', { permission: 'contents: write' });
  return repository.name;
}
