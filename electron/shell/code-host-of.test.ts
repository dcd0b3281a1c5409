import { expect, test } from 'vitest';
import { codeHostOf } from './code-host-of';

test.each([
  [{}, undefined],
  [{ GITHUB_API_URL: 'https://git.example.org/api/v3/' }, undefined],
  [
    { GITHUB_API_URL: 'https://git.example.org/api/v3/', GITHUB_SERVER_URL: 'https://git.example.org' },
    { api: 'https://git.example.org/api/v3', git: 'https://git.example.org' },
  ],
  [
    { GITHUB_API_URL: 'http://127.0.0.1:8080', GITHUB_SERVER_URL: 'http://localhost:8081/' },
    { api: 'http://127.0.0.1:8080', git: 'http://localhost:8081' },
  ],
  [{ GITHUB_API_URL: 'http://git.example.org', GITHUB_SERVER_URL: 'http://git.example.org' }, undefined],
  [{ GITHUB_API_URL: 'nonsense', GITHUB_SERVER_URL: 'https://git.example.org' }, undefined],
])('the server of %o is %o', (env, endpoints) => {
  expect(codeHostOf(env).endpoints).toEqual(endpoints);
});
