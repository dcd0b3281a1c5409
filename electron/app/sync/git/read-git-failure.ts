import type { SyncProblem } from '../../../contract/sync';
import { SyncError } from '../sync-error';

type Params = Record<string, string | number>;
type Found = readonly [SyncProblem, Params?];

/** What git and GitHub say, and what it means. The first row that fits counts. */
const ROWS: readonly (readonly [RegExp, (match: RegExpExecArray) => Found])[] = [
  [
    /GH001[\s\S]*?File (\S.*?) is ([\d.]+) ?MB/,
    ([, path = '', size = '0']) => ['syncTooLarge', { path, sizeBytes: Math.round(Number(size) * 1e6) }],
  ],
  [/GH001|exceeds GitHub's file size limit|pack exceeds maximum allowed size/, () => ['syncTooLarge']],
  [
    /GH013[\s\S]*?(?:PUSH PROTECTION|contain secrets)[\s\S]*?(?:path: (\S+?):\d+|$)/i,
    ([, path]) => ['syncSecretsBlocked', path === undefined ? {} : { path }],
  ],
  [/GH009|push declined due to (?:a detected secret|secret)/i, () => ['syncSecretsBlocked']],
  [
    /GH003|GH006|GH013|protected branch|hook declined|denying (?:non-fast-forward|ref deletion)|repository rule violations/i,
    () => ['syncBranchProtected'],
  ],
  [/without [`']?workflow[`']? scope/, () => ['syncForbidden', { permission: 'workflows: write' }]],
  [/was archived so it is read-only/, () => ['syncArchived']],
  [/No space left on device|Disk quota exceeded|not enough space on the disk/i, () => ['syncDiskFull']],
  [/resolve proxy|HTTP code 407|SOCKS|Proxy CONNECT|from proxy after CONNECT/i, () => ['syncProxy']],
  [/certificate is not yet valid|certificate has expired/i, () => ['syncClockWrong']],
  [/Authentication failed|could not read Username|error: 401/i, () => ['syncTokenRefused']],
  [
    /Write access to repository not granted|error: 403|Permission to \S+ denied/i,
    () => ['syncForbidden', { permission: 'contents: write' }],
  ],
  [
    /Repository not found|repository '[^']*' not found|error: 404|redirect|error: 30\d/i,
    () => ['syncRepositoryMissing'],
  ],
  [/error: 429/i, () => ['syncRateLimited']],
  [/not our ref|upload-pack: .*not our ref/, () => ['syncChanged']],
  [
    /error: 5\d\d|resolve host|Failed to connect|Connection (?:reset|refused|timed out|was reset)|early EOF|RPC failed|disconnect|hung up|Recv failure|Send failure|Empty reply|timed out|too slow|Operation too slow|transfer closed|unable to access|SSL|gnutls|HTTP\/2 stream/i,
    () => ['syncOffline'],
  ],
];

/** The failure that git's own words tell of; `secrets` are taken out of what is kept of them. */
export function readGitFailure(stderr: string, secrets: readonly string[] = []): SyncError {
  const evidence = evidenceOf(stderr, secrets);
  for (const [pattern, judge] of ROWS) {
    const match = pattern.exec(stderr);
    if (!match) continue;
    const [code, params] = judge(match);
    return new SyncError(code, params, { evidence });
  }
  return new SyncError('syncUnknown', {}, { evidence });
}

/** Somebody else moved the branch in between. */
export function isLeaseLost(output: string): boolean {
  return /stale info|fetch first|non-fast-forward|atomic transaction failed|failed to update ref|cannot lock ref|reference already exists|remote ref .*at .* but expected/i.test(
    output,
  );
}

/** The local repository itself is broken, as after a power cut. */
export function isLocalDamage(stderr: string): boolean {
  return /loose object .*corrupt|bad object|missing (?:blob|tree|commit|object)|unable to read (?:tree|[0-9a-f]{40})|object file .* is empty|index file .*corrupt|inflate:|packfile .*(?:corrupt|does not match)|not a git repository|bad signature|revision walk setup failed|shallow file|could not parse/i.test(
    stderr,
  );
}

const PROGRESS =
  /^(?:remote: )?(?:Enumerating|Counting|Compressing|Writing|Delta|Receiving|Resolving|Total|Unpacking)\b/;

function evidenceOf(stderr: string, secrets: readonly string[]): string[] {
  const known = secrets.filter((secret) => secret.length >= 6);
  return stderr
    .split(/[\r\n]+/)
    .map((line) => known.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line.trim()))
    .filter((line) => line !== '' && line !== 'remote:' && !PROGRESS.test(line))
    .slice(-12)
    .map((line) => line.slice(0, 300));
}
