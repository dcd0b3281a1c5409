import type { Role, State, StoredRepository, StoredToken } from './store';

export type Caller =
  | { kind: 'nobody' }
  /** A token that is not known, was revoked, or has expired: GitHub does not say which. */
  | { kind: 'refused' }
  | { kind: 'account'; token: StoredToken };

export interface Need {
  permission: 'metadata' | 'contents' | 'administration' | 'workflows';
  level: 'read' | 'write';
}

export type Verdict =
  | 'granted'
  /** Missing, or not to be seen: the same answer for both. */
  | 'invisible'
  /** The account may, this token may not. */
  | 'tokenTooNarrow'
  /** The account itself may not. */
  | 'accountMayNot'
  | 'ssoMissing'
  | 'archived';

/** Who sends `token`. */
export function identify(state: State, token: string | undefined, now: number): Caller {
  if (token === undefined) return { kind: 'nobody' };
  const found = state.tokens.find((each) => each.token === token);
  if (!found || found.revoked || (found.expiresAt !== undefined && found.expiresAt <= now))
    return { kind: 'refused' };
  return { kind: 'account', token: found };
}

/** The token in an `Authorization` header: `Bearer`, `token`, or the password of `Basic`. */
export function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+)\s+(\S+)$/.exec(header ?? '') ?? [];
  if (/^(?:bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const [user = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
  return password.join(':') || user || undefined;
}

/** What the account itself may do, whatever its token; undefined when the repository is not for it to see. */
export function roleOf(repository: StoredRepository, login: string | undefined): Role | undefined {
  if (login === repository.owner) return 'admin';
  const role = login === undefined ? undefined : repository.collaborators[login];
  return role ?? (repository.private ? undefined : 'pull');
}

/** Whether `caller` may do what needs `need` in `repository`. */
export function judgeAccess(
  caller: Caller,
  repository: StoredRepository,
  { permission, level }: Need,
): Verdict {
  const token = caller.kind === 'account' ? caller.token : undefined;
  const role = roleOf(repository, token?.owner);
  if (!role || (token && !isInSight(token, repository))) return 'invisible';
  if (token?.ssoMissing.includes(repository.owner)) return 'ssoMissing';
  const isReading = level === 'read';
  const enough: readonly Role[] =
    permission === 'administration' ? ['admin'] : isReading ? ['pull', 'push', 'admin'] : ['push', 'admin'];
  if (!enough.includes(role)) return 'accountMayNot';
  if (!token) return isReading ? 'granted' : 'accountMayNot';
  if (!covers(token, repository, { permission, level })) return 'tokenTooNarrow';
  return repository.archived && permission === 'contents' && !isReading ? 'archived' : 'granted';
}

function isInSight(token: StoredToken, repository: StoredRepository): boolean {
  if (!repository.private) return true;
  return token.kind === 'classic' ? token.scopes.includes('repo') : isSelected(token, repository);
}

function isSelected({ owner, repositories }: StoredToken, repository: StoredRepository): boolean {
  return owner === repository.owner && (repositories === 'all' || repositories.includes(repository.name));
}

function covers(token: StoredToken, repository: StoredRepository, { permission, level }: Need): boolean {
  const isPublicReading = !repository.private && level === 'read';
  if (token.kind === 'classic') {
    const scopes =
      permission === 'workflows' ? ['workflow'] : ['repo', ...(repository.private ? [] : ['public_repo'])];
    return isPublicReading || scopes.some((scope) => token.scopes.includes(scope));
  }
  if (isPublicReading) return true;
  if (!isSelected(token, repository)) return false;
  const granted = token.permissions[permission];
  return granted === 'write' || (level === 'read' && (granted === 'read' || permission === 'metadata'));
}
