import type { Readable } from 'node:stream';
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { type Dispatcher, fetch as fetchBy, request } from 'undici';
import type { TokenReport } from '../../../contract/sync';
import type { Clock } from '../../../lib/clock';
import { SyncError } from '../sync-error';
import { openLine } from './open-line';
import { readHttpFailure, readNetworkFailure } from './read-http-failure';

export interface GitHubRepository {
  /** `owner/name` as it is called now. */
  name: string;
  private: boolean;
  archived: boolean;
  mayPush: boolean;
}

/** GitHub's REST API for one token. All reject with a `SyncError`, or with the signal's reason. */
export interface GitHub {
  account(): Promise<TokenReport>;
  /** Private ones that may be pushed to. */
  repositories(): Promise<string[]>;
  create(name: string): Promise<string>;
  repository(name: string): Promise<GitHubRepository>;
  /** Runs one call of Octokit's, and tells what a failure means. */
  call<T>(run: (octokit: Octokit) => Promise<T>): Promise<T>;
  /** One request whose bytes are streamed; a path is one of the API's. Answers whatever came. */
  send(to: string, options: SendOptions): Promise<Dispatcher.ResponseData>;
  /** What an answer to `send` means that is no success; reads it to its end. */
  refusal(answer: Dispatcher.ResponseData): Promise<SyncError>;
  /** What it means that a body broke off. */
  failure(error: unknown): unknown;
  /** Made so far. */
  requests(): number;
  close(): Promise<void>;
}

export interface SendOptions {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: Readable;
  /** Whether the token goes along. */
  signedIn: boolean;
}

export interface GitHubOptions {
  token: string;
  api: string;
  proxy: string;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

const MAX_PAGES = 10;

export function openGitHub({ token, api, proxy, clock, signal }: GitHubOptions): GitHub {
  const line = openLine(proxy);
  let requests = 0;
  const silent = () => {};
  const octokit = new Octokit({
    auth: token,
    baseUrl: api,
    userAgent: 'BotPier',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (url: string, init: object) => {
        requests += 1;
        return fetchBy(url, { ...init, dispatcher: line });
      },
      ...(signal ? { signal } : {}),
    },
  });
  const failure = (error: unknown) => {
    if (signal?.aborted) return signal.reason;
    if (error instanceof RequestError && error.response) {
      const { status, message, response } = error;
      return readHttpFailure({ status, headers: response.headers, message }, clock);
    }
    return readNetworkFailure(error, proxy, signal);
  };
  const call = async <T>(run: (octokit: Octokit) => Promise<T>) => {
    try {
      return await run(octokit);
    } catch (error) {
      throw failure(error);
    }
  };
  return {
    failure,
    call,
    requests: () => requests,
    async send(to, { headers, signedIn, ...options }) {
      requests += 1;
      try {
        return await request(to.startsWith('/') ? `${api}${to}` : to, {
          ...options,
          dispatcher: line,
          headers: {
            'user-agent': 'BotPier',
            ...(signedIn ? { authorization: `Bearer ${token}` } : {}),
            ...headers,
          },
          ...(signal ? { signal } : {}),
        });
      } catch (error) {
        throw failure(error);
      }
    },
    async refusal({ statusCode, headers, body }) {
      const message = /"message"\s*:\s*"([^"]*)"/.exec(await body.text())?.[1] ?? '';
      return readHttpFailure({ status: statusCode, headers, message }, clock);
    },
    async account() {
      const { data, headers } = await call((github) => github.rest.users.getAuthenticated());
      const scopes = headers['x-oauth-scopes']?.split(/, */) ?? [];
      const expires = Date.parse(
        String(headers['github-authentication-token-expiration'] ?? '')
          .replace(' UTC', 'Z')
          .replace(' ', 'T'),
      );
      const isClassic = scopes.some((scope) => scope !== '');
      return {
        login: data.login,
        kind: isClassic ? 'classic' : 'fineGrained',
        ...(Number.isFinite(expires) ? { expiresAt: expires } : {}),
        ...(isClassic ? { mayCreate: scopes.includes('repo') } : {}),
      };
    },
    async repositories() {
      const names: string[] = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const { data } = await call((github) =>
          github.rest.repos.listForAuthenticatedUser({
            visibility: 'private',
            sort: 'pushed',
            per_page: 100,
            page,
          }),
        );
        for (const each of data)
          if (each.private && !each.archived && each.permissions?.push) names.push(each.full_name);
        if (data.length < 100) break;
      }
      return names;
    },
    async create(name) {
      const { data } = await call((github) =>
        github.rest.repos.createForAuthenticatedUser({ name, private: true, auto_init: false }),
      );
      if (!data.private) throw new SyncError('syncPublic', { repository: data.full_name });
      return data.full_name;
    },
    async repository(name) {
      const [owner = '', repo = ''] = name.split('/');
      const { data } = await call((github) => github.rest.repos.get({ owner, repo }));
      return {
        name: data.full_name,
        private: data.private,
        archived: data.archived,
        mayPush: data.permissions?.push ?? false,
      };
    },
    close: () => line.destroy(),
  };
}
