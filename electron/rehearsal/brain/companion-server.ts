import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { Readable } from '../../lib/value';
import type { Lifetime } from '../lifetime';
import { explainModelError } from './explain-model-error';
import type { LineState } from './onebot-line';

export interface CompanionParts {
  life: Lifetime;
  token: string;
  version: string;
  /** `<platform>/<model>` of each that is offered by now. */
  models: () => readonly string[];
  line: Readable<LineState>;
  reconnect(): void;
  /** Undefined when no model is configured. */
  /** `system`: what the model is told to be. */
  ask: ((text: string, signal: AbortSignal, system: string | undefined) => Promise<string>) | undefined;
}

const SETTLE_MS = 50;
const COMMENT_EVERY_MS = 15_000;

const Question = z.object({ text: z.string().min(1), system: z.string().optional() });

/** What BotPier's own plugin serves inside Koishi; not listening yet. */
export function createCompanionServer(parts: CompanionParts): Server {
  const { life, token, line } = parts;
  const report = () => {
    const { selfId, status, error } = line.get();
    const bot = { selfId, status, online: status === 'online', ...(error === undefined ? {} : { error }) };
    return JSON.stringify({ version: parts.version, bots: [bot], models: parts.models(), failures: [] });
  };

  function streamEvents(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let last = '';
    let due = false;
    const send = () => {
      due = false;
      const next = report();
      if (next === last) return;
      last = next;
      response.write(`data: ${next}\n\n`);
    };
    const unsubscribe = line.subscribe(() => {
      if (due) return;
      due = true;
      life.after(SETTLE_MS, send);
    });
    const stopComments = life.every(COMMENT_EVERY_MS, () => response.write(':\n\n'));
    response.on('close', () => {
      unsubscribe();
      stopComments();
    });
    send();
  }

  async function converse(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question = Question.safeParse(parseJson(await readText(request)));
    if (!question.success) return send(response, 400, 'Bad Request');
    if (!parts.ask || parts.models().length === 0) {
      return sendJson(response, 502, { error: { kind: 'modelMissing', message: 'no model is configured' } });
    }
    const left = new AbortController();
    response.once('close', () => left.abort());
    const startedAt = life.clock.now();
    try {
      const { text, system } = question.data;
      const answer = await parts.ask(text, AbortSignal.any([left.signal, life.signal]), system);
      sendJson(response, 200, { answer, latencyMs: life.clock.now() - startedAt });
    } catch (error) {
      sendJson(response, 502, { error: explainModelError(error) });
    }
  }

  return createServer(async (request, response) => {
    if (!request.url?.startsWith('/botpier/')) return send(response, 404, 'Not Found');
    if (request.headers.authorization !== `Bearer ${token}`) return send(response, 401, 'Unauthorized');
    switch (`${request.method} ${request.url}`) {
      case 'GET /botpier/report':
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(report());
        return;
      case 'GET /botpier/events':
        return streamEvents(response);
      case 'POST /botpier/converse':
        return converse(request, response);
      case 'POST /botpier/reconnect':
        parts.reconnect();
        response.writeHead(204).end();
        return;
      default:
        return send(response, 404, 'Not Found');
    }
  });
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(content));
}

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
