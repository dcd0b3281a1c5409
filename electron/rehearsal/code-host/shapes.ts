import { roleOf } from './access';
import type { World } from './host-server';
import type { StoredAsset, StoredRelease, StoredRepository } from './store';

/** GitHub's JSON of what the code host knows. Times are ISO 8601 in whole seconds, as GitHub writes them. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`0:${kind}${id}`).toString('base64');
}

const USER_LINKS = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
};

export function userShape({ store, urls }: World, login: string) {
  const id = store.account(login);
  const url = `${urls.api}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${urls.git}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${urls.git}/${login}`,
    ...linksFrom(url, USER_LINKS),
    type: store.state.accounts[login]?.organization ? 'Organization' : 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Of the account that asks. */
export function ownUserShape(world: World, login: string) {
  const own = world.store.state.repositories.filter(({ owner }) => owner === login);
  const hidden = own.filter((repository) => repository.private).length;
  return {
    ...userShape(world, login),
    user_view_type: 'private',
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    notification_email: null,
    public_repos: own.length - hidden,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    private_gists: 0,
    total_private_repos: hidden,
    owned_private_repos: hidden,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: 'free', space: 976_562_499, collaborators: 0, private_repos: 10_000 },
  };
}

const REPOSITORY_LINKS = {
  forks_url: '/forks',
  keys_url: '/keys{/key_id}',
  collaborators_url: '/collaborators{/collaborator}',
  teams_url: '/teams',
  hooks_url: '/hooks',
  issue_events_url: '/issues/events{/number}',
  events_url: '/events',
  assignees_url: '/assignees{/user}',
  branches_url: '/branches{/branch}',
  tags_url: '/tags',
  blobs_url: '/git/blobs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  git_refs_url: '/git/refs{/sha}',
  trees_url: '/git/trees{/sha}',
  statuses_url: '/statuses/{sha}',
  languages_url: '/languages',
  stargazers_url: '/stargazers',
  contributors_url: '/contributors',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  commits_url: '/commits{/sha}',
  git_commits_url: '/git/commits{/sha}',
  comments_url: '/comments{/number}',
  issue_comment_url: '/issues/comments{/number}',
  contents_url: '/contents/{+path}',
  compare_url: '/compare/{base}...{head}',
  merges_url: '/merges',
  archive_url: '/{archive_format}{/ref}',
  downloads_url: '/downloads',
  issues_url: '/issues{/number}',
  pulls_url: '/pulls{/number}',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  labels_url: '/labels{/name}',
  releases_url: '/releases{/id}',
  deployments_url: '/deployments',
};

/** `permissions` tells what the account may do; what its token may do is not in it. */
export function repositoryShape(world: World, repository: StoredRepository, viewer: string | undefined) {
  const { id, owner, name, archived, defaultBranch, createdAt, pushedAt } = repository;
  const { api, git } = world.urls;
  const fullName = `${owner}/${name}`;
  const url = `${api}/repos/${fullName}`;
  const page = `${git}/${fullName}`;
  const role = roleOf(repository, viewer);
  return {
    id,
    node_id: nodeId('Repository', id),
    name,
    full_name: fullName,
    private: repository.private,
    owner: userShape(world, owner),
    html_url: page,
    description: null,
    fork: false,
    url,
    ...linksFrom(url, REPOSITORY_LINKS),
    created_at: isoTime(createdAt),
    updated_at: isoTime(pushedAt),
    pushed_at: isoTime(pushedAt),
    git_url: `git:${page.slice(page.indexOf('//'))}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived,
    disabled: false,
    open_issues_count: 0,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: 0,
    watchers: 0,
    default_branch: defaultBranch,
    permissions: {
      admin: role === 'admin',
      maintain: role === 'admin',
      push: role === 'admin' || role === 'push',
      triage: role === 'admin' || role === 'push',
      pull: role !== undefined,
    },
    network_count: 0,
    subscribers_count: 1,
  };
}

export function releaseShape(world: World, repository: StoredRepository, release: StoredRelease) {
  const { id, tag, name, body, draft, prerelease, target, author, createdAt, assets } = release;
  const path = `/repos/${repository.owner}/${repository.name}`;
  const url = `${world.urls.api}${path}/releases/${id}`;
  const page = `${world.urls.git}/${repository.owner}/${repository.name}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${world.urls.uploads}${path}/releases/${id}/assets{?name,label}`,
    html_url: `${page}/releases/tag/${tag}`,
    id,
    author: userShape(world, author),
    node_id: nodeId('Release', id),
    tag_name: tag,
    target_commitish: target,
    name,
    draft,
    immutable: false,
    prerelease,
    created_at: isoTime(createdAt),
    updated_at: isoTime(createdAt),
    published_at: draft ? null : isoTime(createdAt),
    assets: assets.map((asset) => assetShape(world, repository, release, asset)),
    tarball_url: draft ? null : `${world.urls.api}${path}/tarball/${tag}`,
    zipball_url: draft ? null : `${world.urls.api}${path}/zipball/${tag}`,
    body,
  };
}

export function assetShape(
  world: World,
  repository: StoredRepository,
  release: StoredRelease,
  asset: StoredAsset,
) {
  const { id, name, contentType, state, size, sha256, uploader, createdAt, downloads } = asset;
  const path = `${repository.owner}/${repository.name}/releases`;
  return {
    url: `${world.urls.api}/repos/${path}/assets/${id}`,
    id,
    node_id: nodeId('ReleaseAsset', id),
    name,
    label: '',
    uploader: userShape(world, uploader),
    content_type: contentType,
    state,
    size,
    digest: sha256 === undefined ? null : `sha256:${sha256}`,
    download_count: downloads,
    created_at: isoTime(createdAt),
    updated_at: isoTime(createdAt),
    browser_download_url: `${world.urls.git}/${path}/download/${release.tag}/${name}`,
  };
}

function linksFrom<Name extends string>(base: string, suffixes: Readonly<Record<Name, string>>) {
  const entries = Object.entries<string>(suffixes).map(([name, suffix]) => [name, base + suffix]);
  return Object.fromEntries(entries) as Record<Name, string>;
}
