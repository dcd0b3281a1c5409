import { describe, expect, it } from 'vitest';
import { isLeaseLost, isLocalDamage, readGitFailure } from './read-git-failure';

/** What git and GitHub were seen to say, shortened. */
const SAID: readonly [said: string, code: string, params?: object][] = [
  [
    "remote: error: GH001: Large files detected. You may want to try Git Large File Storage\nremote: error: File botpier/data/koishi/data/huge is 101.00 MB; this exceeds GitHub's file size limit of 100.00 MB",
    'syncTooLarge',
    { path: 'botpier/data/koishi/data/huge', sizeBytes: 101_000_000 },
  ],
  ['remote: fatal: pack exceeds maximum allowed size', 'syncTooLarge'],
  [
    'remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - GITHUB PUSH PROTECTION\nremote:   — Push cannot contain secrets\nremote:      path: botpier/data/a.txt:1\n',
    'syncSecretsBlocked',
    { path: 'botpier/data/a.txt' },
  ],
  [
    'remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - Cannot force-push to this branch',
    'syncBranchProtected',
  ],
  ['remote: error: GH006: Protected branch update failed for refs/heads/main.', 'syncBranchProtected'],
  ['! [remote rejected] main -> main (pre-receive hook declined)', 'syncBranchProtected'],
  [
    'refusing to allow a Personal Access Token to create or update workflow `.github/workflows/a.yml` without `workflow` scope',
    'syncForbidden',
    { permission: 'workflows: write' },
  ],
  [
    'remote: This repository was archived so it is read-only.\nfatal: unable to access: The requested URL returned error: 403',
    'syncArchived',
  ],
  ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", 'syncTokenRefused'],
  ["fatal: Authentication failed for 'https://github.com/a/b.git/'", 'syncTokenRefused'],
  [
    'remote: Write access to repository not granted.\nfatal: unable to access: The requested URL returned error: 403',
    'syncForbidden',
    { permission: 'contents: write' },
  ],
  [
    "remote: Repository not found.\nfatal: repository 'https://github.com/a/b.git/' not found",
    'syncRepositoryMissing',
  ],
  ['fatal: unable to access: Could not resolve host: github.com', 'syncOffline'],
  ['error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.', 'syncOffline'],
  ['fatal: the remote end hung up unexpectedly', 'syncOffline'],
  ['fatal: unable to access: The requested URL returned error: 502', 'syncOffline'],
  ['fatal: unable to access: Could not resolve proxy: none.invalid', 'syncProxy'],
  ['fatal: unable to access: Received HTTP code 407 from proxy after CONNECT', 'syncProxy'],
  ["fatal: unable to access: Can't complete SOCKS5 connection to github.com. (5)", 'syncProxy'],
  ['fatal: unable to access: SSL certificate problem: certificate is not yet valid', 'syncClockWrong'],
  ['fatal: unable to access: SSL certificate problem: certificate has expired', 'syncClockWrong'],
  ['fatal: unable to access: server certificate verification failed', 'syncOffline'],
  ['error: unable to write file objects/aa/bb: No space left on device', 'syncDiskFull'],
  ['fatal: something that nobody has heard', 'syncUnknown'],
];

describe('the words of git', () => {
  it.each(SAID)('%s', (said, code, params = {}) => {
    expect(readGitFailure(said).failure).toMatchObject({ code, params });
  });

  it('are kept without progress, and without what is secret', () => {
    const said = 'remote: Counting objects: 100%\rWriting objects: 50% (1/2)\nfatal: x ghp_0123456789 y\n';
    expect(readGitFailure(said, ['ghp_0123456789']).failure.evidence).toEqual(['fatal: x [redacted] y']);
  });

  it('tell a branch that somebody moved from a repository that is broken here', () => {
    expect(isLeaseLost('!\trefs/heads/main:refs/heads/main\t[rejected] (stale info)')).toBe(true);
    expect(isLeaseLost('!\t…\t[remote rejected] (pre-receive hook declined)')).toBe(false);
    expect(isLocalDamage('error: object file objects/aa/bb is empty')).toBe(true);
    expect(isLocalDamage('fatal: the remote end hung up unexpectedly')).toBe(false);
  });
});
