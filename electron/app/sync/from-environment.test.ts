import { describe, expect, it } from 'vitest';
import { readSyncEnvironment, SyncEnvironmentError } from './from-environment';

const TOKEN = `ghp_${'a1'.repeat(18)}`;
const OWN = { github_project: 'alice/data', github_secret: TOKEN };
const problemsOf = (env: Record<string, string>) => {
  try {
    readSyncEnvironment(env);
    return [];
  } catch (error) {
    if (!(error instanceof SyncEnvironmentError)) throw error;
    expect(error.message).not.toContain(TOKEN);
    return error.problems.map(({ name, code }) => `${name} ${code}`);
  }
};

describe('where a bot is saved, by the environment of a server', () => {
  it('is nothing where no repository and no token is named', () => {
    expect(readSyncEnvironment({})).toBeUndefined();
    expect(
      readSyncEnvironment({ github_project: '', github_secret: ' ', BACKUP_INTERVAL_SECONDS: '5' }),
    ).toBeUndefined();
  });

  it('has the defaults of what the app itself begins with', () => {
    expect(readSyncEnvironment(OWN)).toEqual({
      repository: 'alice/data',
      branch: 'main',
      token: TOKEN,
      settings: {},
      folder: undefined,
      readinessFile: undefined,
      logDir: undefined,
      notes: [],
    });
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'all three upper-case ones first',
      { ...OWN, GITHUB_USER: 'bob', GITHUB_PAT: 'two', GITHUB_REPO: 'bob/b' },
      'bob/b',
      'two',
    ],
    [
      'the lower-case ones where one of three is missing',
      { ...OWN, GITHUB_PAT: 'two', GITHUB_REPO: 'bob/b' },
      'alice/data',
      TOKEN,
    ],
    ['two upper-case ones alone', { GITHUB_PAT: 'two', GITHUB_REPO: 'bob/b' }, 'bob/b', 'two'],
    ['one of each', { github_project: 'alice/data', GITHUB_PAT: 'two' }, 'alice/data', 'two'],
    [
      'a name alone as the user’s own',
      { GITHUB_USER: 'bob', GITHUB_PAT: 'two', GITHUB_REPO: 'b' },
      'bob/b',
      'two',
    ],
    ['an address', { ...OWN, github_project: 'https://github.com/alice/data.git' }, 'alice/data', TOKEN],
    ['an address with a slash', { ...OWN, github_project: 'github.com/alice/data/' }, 'alice/data', TOKEN],
  ])('takes %s', (_, env, repository, token) => {
    expect(readSyncEnvironment(env)).toMatchObject({ repository, token });
  });

  it('understands everything that the document names', () => {
    const env = {
      ...OWN,
      GIT_BRANCH: 'backup/bot',
      BACKUP_REPO_DIR: '/home/user/one',
      HIST_DIR: '/home/user/two',
      BACKUP_INTERVAL_SECONDS: '300',
      LARGE_THRESHOLD: '52428800',
      RELEASE_TAG: 'blobs',
      STICKY_POINTER: 'true',
      VERIFY_SHA: 'true',
      READINESS_FILE: '/run/ready',
      SYNC_LOG_DIR: '/home/user/synclogs',
    };
    expect(readSyncEnvironment(env)).toMatchObject({
      branch: 'backup/bot',
      folder: '/home/user/two',
      settings: { intervalSeconds: 300, thresholdMb: 52 },
      readinessFile: '/run/ready',
      logDir: '/home/user/synclogs',
      notes: [
        { name: 'RELEASE_TAG', code: 'ownRelease' },
        { name: 'STICKY_POINTER', code: 'originalsKept' },
      ],
    });
  });

  it('understands the names of the later version, after the older ones', () => {
    const later = { SYNC_INTERVAL: '600', LFS_THRESHOLD: '60000000', LFS_RELEASE_TAG: 'large-files-v1' };
    expect(readSyncEnvironment({ ...OWN, ...later })).toMatchObject({
      settings: { intervalSeconds: 600, thresholdMb: 60 },
      notes: [{ name: 'LFS_RELEASE_TAG', code: 'ownRelease' }],
    });
    const both = {
      ...later,
      BACKUP_INTERVAL_SECONDS: '120',
      LARGE_THRESHOLD: '2000000',
      RELEASE_TAG: 'blobs',
    };
    expect(readSyncEnvironment({ ...OWN, ...both })).toMatchObject({
      settings: { intervalSeconds: 120, thresholdMb: 2 },
      notes: [{ name: 'RELEASE_TAG', code: 'ownRelease' }],
    });
  });

  it('looks for the readiness file in the local folder where that alone is named', () => {
    expect(readSyncEnvironment({ ...OWN, BACKUP_REPO_DIR: '/b' })).toMatchObject({
      folder: '/b',
      readinessFile: '/b/.backup.ready',
    });
  });

  it('says what is done in another way', () => {
    const env = {
      ...OWN,
      BACKUP_INTERVAL_SECONDS: '5',
      LARGE_THRESHOLD: '104857600',
      VERIFY_SHA: 'no',
      STICKY_POINTER: '0',
    };
    expect(readSyncEnvironment(env)).toMatchObject({
      settings: { intervalSeconds: 60, thresholdMb: 95 },
      notes: [
        { name: 'BACKUP_INTERVAL_SECONDS', code: 'limited', to: 60 },
        { name: 'LARGE_THRESHOLD', code: 'limited', to: 95 },
        { name: 'VERIFY_SHA', code: 'alwaysVerified' },
      ],
    });
  });

  it('names every variable that cannot be understood, at once and without its value', () => {
    expect(problemsOf({ github_project: 'alice/data' })).toEqual(['github_secret missing']);
    expect(problemsOf({ GITHUB_PAT: TOKEN })).toEqual(['github_project missing']);
    expect(problemsOf({ ...OWN, github_secret: `${TOKEN}\nx: y` })).toEqual(['github_secret notAToken']);
    const broken = {
      github_project: `https://${TOKEN}@github.com/alice/data`,
      github_secret: TOKEN,
      GIT_BRANCH: '-delete',
      BACKUP_INTERVAL_SECONDS: '3m',
      LARGE_THRESHOLD: '-1',
      RELEASE_TAG: '../x',
      STICKY_POINTER: 'maybe',
      VERIFY_SHA: '2',
    };
    expect(problemsOf(broken)).toEqual([
      'github_project notARepository',
      'GIT_BRANCH notABranch',
      'BACKUP_INTERVAL_SECONDS notANumber',
      'LARGE_THRESHOLD notANumber',
      'RELEASE_TAG notATag',
      'STICKY_POINTER notYesOrNo',
      'VERIFY_SHA notYesOrNo',
    ]);
  });
});
