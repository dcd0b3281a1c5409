import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { Lifetime } from '../lifetime';
import { explainModelError } from './explain-model-error';
import type { ReverseLine } from './reverse-line';

export interface PluginParts {
  life: Lifetime;
  jwtSecret: string;
  version: string;
  models: readonly string[];
  line: ReverseLine;
  /** Undefined when no model is configured. */
  /** `system`: what the model is told to be. */
  ask: ((text: string, signal: AbortSignal, system: string | undefined) => Promise<string>) | undefined;
}

const PREFIX = '/api/plug/botpier/';
const Claims = z.object({ username: z.string().min(1), exp: z.number() });
const Question = z.object({ text: z.string(), system: z.string().optional() });

/** What BotPier's own plugin serves inside AstrBot, behind the dashboard's token; not listening yet. */
export function createPluginServer({ life, jwtSecret, version, models, line, ask }: PluginParts): Server {
  async function converse({ text, system }: z.infer<typeof Question>) {
    if (!ask) return { error: { kind: 'modelMissing', message: 'no model is chosen' } };
    const startedAt = life.clock.now();
    try {
      return { answer: await ask(text, life.signal, system), latencyMs: life.clock.now() - startedAt };
    } catch (error) {
      return { error: explainModelError(error) };
    }
  }

  return createServer(async (request, response) => {
    const body = await readText(request);
    const reply = (status: number, content: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (!isSigned(request.headers.authorization ?? '', jwtSecret, life.clock.now()))
      return reply(401, { status: 'error', message: 'Token 无效', data: null });
    switch (`${request.method} ${request.url?.replace(PREFIX, '')}`) {
      case 'GET report': {
        const bots = line.accounts().map((selfId) => ({ selfId, online: true }));
        return reply(200, { version, bots, models, failures: [] });
      }
      case 'POST converse':
        return reply(200, await converse(Question.parse(JSON.parse(body))));
      case 'POST reconnect':
        // Only mute lines are ended, and here every line works.
        return reply(200, { closed: 0 });
      default:
        return reply(200, { status: 'error', message: '未找到该路由', data: {} });
    }
  });
}

function isSigned(authorization: string, secret: string, now: number): boolean {
  const [head = '', claims = '', signature] = authorization.replace('Bearer ', '').split('.');
  const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
  if (signature !== expected) return false;
  const read = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  return read.success && read.data.exp * 1000 > now;
}
