import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProcessHost } from '../../lib/process-host';
import { createCodeHostProgram } from './create-code-host-program';

/** The first of five ports in a row that nobody listens on. */
async function findPorts(): Promise<number> {
  for (let first = 20_000 + (process.pid % 20_000); ; first += 5) {
    const ports = [0, 1, 2, 3, 4].map((more) => first + more);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

it('runs as a program whose switches are turned over HTTP', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'code-host-'));
  const stopping = new AbortController();
  const port = await findPorts();
  const listening = Promise.withResolvers<void>();
  const exit = createCodeHostProgram()({
    ...createProcessHost(stopping.signal),
    env: { SIM_DIR: dir, SIM_PORT: String(port), SIM_CONTROL_PORT: String(port + 4) },
    log: () => listening.resolve(),
  });
  await listening.promise;
  const control = async (name: string, body?: object) => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(`http://localhost:${port + 4}/${name}`, init);
    return { status: response.status, body: await response.json() };
  };
  const { token } = (await control('tokens', { owner: 'alice' })).body.result;
  await control('repositories', { owner: 'alice', name: 'data', autoInit: true });
  const look = () =>
    fetch(`http://localhost:${port}/repos/alice/data`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await look()).json()).toMatchObject({ full_name: 'alice/data', private: true });
  await control('faults', { name: 'serverError', options: { times: 1 } });
  expect((await look()).status).toBe(502);
  await control('change', { owner: 'alice', name: 'data', change: { private: false } });
  expect(await (await look()).json()).toMatchObject({ private: false });
  expect((await control('counters')).body.apiRead.requests).toBe(3);
  expect((await control('revoke', { token: 'other' })).status).toBe(409);
  await control('revoke', { token });
  expect((await look()).status).toBe(401);
  stopping.abort();
  expect(await exit).toBe(0);
  await rm(dir, { recursive: true });
});
