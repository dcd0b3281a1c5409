import { isUtf8 } from 'node:buffer';
import type { LocalRepository } from '../sync/git/local-repository';

/** What a commit holds at one path. */
export interface CommittedThing {
  kind: 'file' | 'program' | 'link' | 'repository';
  /** Git's id of its bytes. */
  id: string;
  /** 0 for a repository inside the repository, whose content git never took. */
  size: number;
  path: string;
  /** Base64 of the path where it is no UTF-8. */
  bytes: string | undefined;
}

const KINDS: Readonly<Record<string, CommittedThing['kind']>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'program',
  '120000': 'link',
  '160000': 'repository',
};

/** Everything in a commit, in git's own order. */
export async function listCommit(
  local: LocalRepository,
  commit: string,
  signal?: AbortSignal,
): Promise<CommittedThing[]> {
  const { stdout } = await local.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit], { signal });
  const things: CommittedThing[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0, at);
    const tab = stdout.indexOf(9, at);
    const [mode = '', , id = '', size = ''] = stdout.toString('latin1', at, tab).split(/ +/);
    const name = stdout.subarray(tab + 1, end);
    const kind = KINDS[mode];
    if (kind) {
      things.push({
        kind,
        id,
        size: Number.parseInt(size, 10) || 0,
        path: name.toString(),
        bytes: isUtf8(name) ? undefined : name.toString('base64'),
      });
    }
    at = end + 1;
  }
  return things;
}
