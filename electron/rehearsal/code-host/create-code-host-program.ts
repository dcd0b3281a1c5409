import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer } from '../lifetime';
import { type CodeHost, createCodeHost } from './create-code-host';
import { type FaultName, type FaultOptions, Faults } from './faults';
import { Protection, Role } from './store';

const Level = z.enum(['read', 'write']);
const Token = z.object({
  owner: z.string(),
  kind: z.enum(['classic', 'fineGrained']).default('classic'),
  scopes: z.array(z.string()).default(['repo']),
  repositories: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  permissions: z.record(z.string(), Level).default({ contents: 'write' }),
  ssoMissing: z.array(z.string()).default([]),
});
const Known = z.object({ token: z.string() });
const Repository = z.object({
  owner: z.string(),
  name: z.string(),
  private: z.boolean().default(true),
  autoInit: z.boolean().default(false),
});
const Change = z.object({
  owner: z.string(),
  name: z.string(),
  change: z.object({
    private: z.boolean().exactOptional(),
    archived: z.boolean().exactOptional(),
    name: z.string().exactOptional(),
    protection: z.record(z.string(), Protection.nullable()).exactOptional(),
    pushProtection: z.boolean().exactOptional(),
    collaborators: z.record(z.string(), Role).exactOptional(),
  }),
});
const FaultSwitch = z.object({ name: Faults.keyof(), options: z.unknown().default({}) });

type Act = (host: CodeHost, input: unknown) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  tokens: (host, input) => ({ token: host.tokens.add(Token.parse(input)) }),
  revoke: (host, input) => host.tokens.revoke(Known.parse(input).token),
  expire: (host, input) => host.tokens.expire(Known.parse(input).token),
  repositories: (host, input) => host.repositories.create(Repository.parse(input)),
  change(host, input) {
    const { owner, name, change } = Change.parse(input);
    return host.repositories.change(owner, name, change);
  },
  delete(host, input) {
    const { owner, name } = Repository.parse(input);
    return host.repositories.delete(owner, name);
  },
  faults(host, input) {
    const { name, options } = FaultSwitch.parse(input);
    host.faults.set(name, options as FaultOptions<FaultName> | false);
  },
  clearFaults: (host) => host.faults.clear(),
  resetCounters: (host) => host.counters.reset(),
};

/**
 * The code host as a container's program; git must be in the image. It keeps its data in `SIM_DIR` (`/data`) and listens
 * on `SIM_PORT` (8080) for REST and on the three after it for uploads, git and downloads; `SIM_NAME` is how others call
 * it, else `localhost`.
 * With `SIM_CONTROL_PORT`: `GET /counters`, `GET /requests`, `POST /<control>` with its arguments as one object.
 */
export function createCodeHostProgram(): Program {
  return async (host) => {
    const { SIM_DIR: dir = '/data', SIM_NAME: hostName = 'localhost', SIM_PORT = '8080' } = host.env;
    const first = Number(SIM_PORT);
    const ports = { api: first, uploads: first + 1, git: first + 2, downloads: first + 3 };
    const codeHost = await createCodeHost({
      dir,
      clock: host.clock,
      address: '0.0.0.0',
      ports,
      hostName,
    });
    const closeControls = await serveControls(host, codeHost);
    host.log(`code host listening on ports ${Object.values(ports).join(', ')}`);
    await new Promise<void>((resolve) => {
      if (host.signal.aborted) resolve();
      host.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.all([codeHost.close(), closeControls()]);
    return 0;
  };
}

async function serveControls(host: ProgramHost, codeHost: CodeHost): Promise<() => Promise<void>> {
  const { SIM_CONTROL_PORT } = host.env;
  if (!SIM_CONTROL_PORT) return async () => undefined;
  const server = createServer(async (request, response) => {
    const reply = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    const name = (request.url ?? '/').slice(1);
    try {
      if (request.method === 'GET' && name === 'counters') return void reply(200, codeHost.counters.tallies);
      if (request.method === 'GET' && name === 'requests') return void reply(200, codeHost.counters.requests);
      const act = request.method === 'POST' && Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
      if (!act) return void reply(404, { error: 'unknown' });
      const body = await text(request);
      reply(200, { ok: true, result: (await act(codeHost, body === '' ? {} : JSON.parse(body))) ?? null });
    } catch (error) {
      reply(409, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  await host.listen(server, Number(SIM_CONTROL_PORT));
  return () => closeServer(server);
}
