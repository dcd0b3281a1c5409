import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A Space as the Hub has it. */
export interface TestSpace {
  visibility: string;
  sdk: string;
  files: Map<string, string>;
  secrets: Map<string, string>;
}

/** The calls of Hugging Face's Hub that an upload makes, with the Hub's own refusals. */
export interface TestHub {
  url: string;
  spaces: Map<string, TestSpace>;
  /** Every request, in order: `POST /api/repos/create`. */
  calls: string[];
  /** What the user's plan and organizations allow, and how many calls are left. */
  plan: { isPro: boolean; owns: string[]; callsLeft: number };
  close(): Promise<void>;
}

/** Tokens by what they may do. */
export const TOKENS = { write: 'hf_writeTokenOfTheTest', read: 'hf_readTokenOfTheTest' } as const;

interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

const refuse = (status: number, error: string, more: object = {}): Answer => ({
  status,
  body: { error, ...more },
});

export async function startTestHub(): Promise<TestHub> {
  const spaces: TestHub['spaces'] = new Map();
  const calls: string[] = [];
  const plan: TestHub['plan'] = { isPro: true, owns: ['alice'], callsLeft: 1_000 };

  function create(body: string): Answer {
    const { name, organization, type, sdk, visibility } = JSON.parse(body) as Record<string, string>;
    if (!name || !organization || type !== 'space' || !sdk) return refuse(400, 'Invalid input');
    if (!plan.owns.includes(organization)) {
      return refuse(403, `You don't have the rights to create a space under the namespace "${organization}"`);
    }
    if (sdk !== 'static' && !plan.isPro) {
      return refuse(
        402,
        'Static Spaces are free for everyone, but hosting Gradio and Docker Spaces on free cpu-basic requires a PRO subscription',
      );
    }
    const id = `${organization}/${name}`;
    const url = `${address()}/spaces/${id}`;
    if (spaces.has(id)) return refuse(409, 'You already created this space repo', { url });
    spaces.set(id, { visibility: visibility ?? 'public', sdk, files: new Map(), secrets: new Map() });
    return { status: 200, body: { url, name: id, id: '66f0' } };
  }

  function commit({ files }: TestSpace, body: string): Answer {
    const lines = body.split('\n').map((line) => JSON.parse(line) as { key: string; value: Line });
    if (lines[0]?.key !== 'header' || !lines[0].value.summary) return refuse(400, 'No header');
    for (const { key, value } of lines.slice(1)) {
      if (key !== 'file' || value.encoding !== 'base64') return refuse(400, `Unknown operation ${key}`);
      files.set(value.path ?? '', Buffer.from(value.content ?? '', 'base64').toString('utf8'));
    }
    const commitOid = '0'.repeat(40);
    return { status: 200, body: { success: true, commitOid, commitUrl: address(), hookOutput: '' } };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = '', url = '', headers } = request;
    const body = await text(request);
    calls.push(`${method} ${url}`);
    if (plan.callsLeft-- <= 0) {
      return { ...refuse(429, 'We had to rate limit your IP.'), headers: { 'retry-after': '120' } };
    }
    const token = headers.authorization?.replace(/^Bearer /, '');
    const role = Object.entries(TOKENS).find(([, value]) => value === token)?.[0];
    if (!role) return refuse(401, 'Invalid username or password.');
    if (method === 'GET' && url === '/api/whoami-v2') {
      const auth = { type: 'access_token', accessToken: { displayName: 'test', role } };
      return { status: 200, body: { type: 'user', name: 'alice', isPro: plan.isPro, orgs: [], auth } };
    }
    if (role === 'read') return refuse(403, 'You are not allowed to do that with a read token.');
    if (method === 'POST' && url === '/api/repos/create') return create(body);
    const [, id = '', action] =
      /^\/api\/spaces\/([^/]+\/[^/]+)\/(secrets|preupload\/main|commit\/main)$/.exec(url) ?? [];
    const space = spaces.get(id);
    if (method !== 'POST' || !space) return refuse(404, 'Repository not found');
    if (action === 'commit/main') return commit(space, body);
    if (action === 'preupload/main') {
      const { files } = JSON.parse(body) as { files: { path: string }[] };
      const modes = files.map(({ path }) => ({ path, uploadMode: 'regular', shouldIgnore: false }));
      return { status: 200, body: { files: modes } };
    }
    const { key, value } = JSON.parse(body) as Record<string, string>;
    if (!key || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return refuse(400, 'Invalid key');
    space.secrets.set(key, value ?? '');
    return { status: 200, body: {} };
  }

  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: address(),
    spaces,
    calls,
    plan,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Line {
  summary?: string;
  path?: string;
  content?: string;
  encoding?: string;
}
