import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { type CodeHost, type CodeHostOptions, createCodeHost } from './create-code-host';
import { findSchemaErrors } from './test-github-schema';
import { createOracle, type Oracle } from './test-oracle';

const run = promisify(execFile);

export interface TestCodeHost {
  readonly host: CodeHost;
  readonly oracle: Oracle;
  readonly root: string;
  /** Answers that GitHub's description does not allow; a test expects none. */
  readonly schemaErrors: string[];
  /** A client whose every answer is held against GitHub's description. */
  octokit(token?: string): Octokit;
  /** Command-line git as an account would use it; rejects with what it wrote to stderr. */
  git(token: string | undefined, ...args: string[]): Promise<string>;
  /** A working copy with these files, committed; answers its folder. */
  workingCopy(files: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** Ends this run of the host and starts another in the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A code host in a folder of its own, and the two clients that it must satisfy. */
export async function createTestCodeHost(options: Omit<CodeHostOptions, 'dir'> = {}): Promise<TestCodeHost> {
  const root = await mkdtemp(join(tmpdir(), 'code-host-'));
  const dir = join(root, 'host');
  let host = await createCodeHost({ ...options, dir });
  const schemaErrors: string[] = [];
  const checkedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { pathname, origin } = new URL(String(input));
    if (![host.urls.api, host.urls.uploads].includes(origin) || pathname.startsWith('/repositories/'))
      return response;
    const sent = await response.clone().text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    if (response.redirected || (sent !== '' && !isJson)) return response;
    const body = sent === '' ? undefined : JSON.parse(sent);
    schemaErrors.push(...findSchemaErrors(init?.method ?? 'GET', pathname, response.status, body));
    return response;
  };
  const git: TestCodeHost['git'] = async (token, ...args) => {
    const helper = token ? '!f() { echo username=x-access-token; echo "password=$GIT_TOKEN"; }; f' : '';
    const env = {
      ...process.env,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      ...(token ? { GIT_TOKEN: token } : {}),
    };
    const config = [
      '-c',
      `credential.helper=${helper}`,
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.com',
    ];
    const { stdout } = await run('git', [...config, ...args], { env, maxBuffer: 1 << 28 });
    return stdout;
  };
  return {
    get host() {
      return host;
    },
    oracle: createOracle(dir),
    root,
    schemaErrors,
    octokit: (token) =>
      new Octokit({
        baseUrl: host.urls.api,
        ...(token ? { auth: token } : {}),
        request: { fetch: checkedFetch },
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
    git,
    async workingCopy(files) {
      const folder = await mkdtemp(join(root, 'copy-'));
      await git(undefined, 'init', '--quiet', '--initial-branch=main', folder);
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
      await git(undefined, '-C', folder, 'add', '--all');
      await git(undefined, '-C', folder, 'commit', '--quiet', '--message=first');
      return folder;
    },
    async restart() {
      await host.close();
      host = await createCodeHost({ ...options, dir });
    },
    async close() {
      await host.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
