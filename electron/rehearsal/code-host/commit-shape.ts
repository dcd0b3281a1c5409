import { bareGit } from './bare-git';
import type { World } from './host-server';
import { nodeId } from './shapes';
import type { StoredRepository } from './store';

const FIELDS = ['%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** GitHub's JSON of a commit, read by git. */
export async function commitShape({ store, urls }: World, repository: StoredRepository, sha: string) {
  const dir = store.repositoryDir(repository);
  const shown = await bareGit(dir, 'show', '--no-patch', `--format=${FIELDS.join('%x00')}`, sha);
  const [tree, parents = '', authorName, authorEmail, authorDate, name, email, date, message = ''] =
    shown.split('\0');
  const fullName = `${repository.owner}/${repository.name}`;
  const api = `${urls.api}/repos/${fullName}`;
  const page = `${urls.git}/${fullName}/commit`;
  return {
    sha,
    node_id: nodeId(`Commit${sha}`, repository.id),
    url: `${api}/commits/${sha}`,
    html_url: `${page}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      url: `${api}/git/commits/${sha}`,
      author: { name: authorName, email: authorEmail, date: authorDate },
      committer: { name, email, date },
      message: message.trimEnd(),
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author: null,
    committer: null,
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent, url: `${api}/commits/${parent}`, html_url: `${page}/${parent}` })),
  };
}
