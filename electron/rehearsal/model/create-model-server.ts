import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type Clock, sleep } from '../../lib/clock';
import { anthropicShape } from './anthropic-shape';
import { geminiShape } from './gemini-shape';
import type { ModelCall, ModelFault, ModelShape, Question, Refusal, VendorReply } from './model-shape';
import { openaiShape } from './openai-shape';
import { toyAnswer } from './toy-answer';

export interface ModelServerOptions {
  clock: Clock;
  /** Keys that are taken; any but an empty one when absent. */
  keys?: readonly string[];
  models?: readonly string[];
  /** Tells by a key itself what is wrong with it: see `magicFault`. */
  faultOfKey?: (key: string) => ModelFault | undefined;
  /** How long an answer takes, and how long with the fault `slow`. */
  answerMs?: number | ((key: string) => number);
  slowMs?: number;
}

export interface ModelControls {
  /** What is wrong with the API from now on. */
  setFault(fault: ModelFault | undefined): void;
  readonly fault: ModelFault | undefined;
  /** Questions answered, oldest first. */
  readonly questions: readonly Question[];
}

export const TOY_MODELS = ['harbour-keeper', 'harbour-keeper-mini'] as const;

/** More particular first: the list's path is shared, and OpenAI's shape takes what is left. */
const SHAPES: readonly ModelShape[] = [anthropicShape, geminiShape, openaiShape];

/** Faults that show only when something is asked: the list of models still comes. */
const ON_ASKING: ReadonlySet<ModelFault> = new Set([
  'noQuota',
  'noBalance',
  'rateLimited',
  'modelMissing',
  'slow',
]);

/** A model API that speaks as OpenAI, Gemini and Anthropic do; not listening yet. */
export function createModelServer(options: ModelServerOptions): { server: Server; controls: ModelControls } {
  const { clock, keys, models = TOY_MODELS, faultOfKey, answerMs = 0, slowMs = 20_000 } = options;
  const questions: Question[] = [];
  let current: ModelFault | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://model');
    const body = await readText(request);
    const [shape, call] = recognise(request, url);
    const key = shape.keyOf(request, url);
    const fault = current ?? faultOfKey?.(key);
    if (fault === 'hangs') return;
    if (fault === 'hangsUp') return void request.socket.destroy();
    if (fault === 'html') return send(response, HTML);
    const refuse = (refusal: Refusal, model: string) =>
      send(
        response,
        shape.refuse(refusal, { key, model, method: request.method ?? 'GET', path: url.pathname }),
      );
    if (!call || fault === 'wrongPath') return refuse('wrongPath', '');
    const missing = shape.precondition?.(request);
    if (missing) return send(response, missing);
    if (fault === 'badKey' || !(keys ? keys.includes(key) : key !== '')) return refuse('badKey', '');
    if (call.kind === 'list') {
      if (fault && fault !== 'slow' && !ON_ASKING.has(fault)) return refuse(fault, '');
      return send(response, { status: 200, body: shape.list(models) });
    }
    const question = shape.read(JSON.parse(body), call);
    if (fault && fault !== 'slow') return refuse(fault, question.model);
    if (!models.includes(question.model)) return refuse('modelMissing', question.model);
    const usualMs = typeof answerMs === 'function' ? answerMs(key) : answerMs;
    const waitMs = fault === 'slow' ? slowMs : usualMs;
    if (waitMs > 0) await sleep(clock, waitMs);
    questions.push(question);
    const answer = toyAnswer(question.text);
    if (!question.stream) return send(response, { status: 200, body: shape.answer(question.model, answer) });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of shape.stream(question.model, answer.match(/[\s\S]{1,8}/gu) ?? []))
      response.write(event);
    response.end();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      const shape = recognise(request, new URL(request.url ?? '/', 'http://model'))[0];
      const context = { key: '', model: '', method: request.method ?? 'GET', path: request.url ?? '/' };
      if (!response.headersSent) send(response, shape.refuse('serverError', context));
    });
  });
  return {
    server,
    controls: {
      setFault(next) {
        current = next;
      },
      get fault() {
        return current;
      },
      questions,
    },
  };
}

function recognise(request: IncomingMessage, url: URL): [ModelShape, ModelCall | undefined] {
  for (const shape of SHAPES) {
    const call = shape.recognise(request, url);
    if (call) return [shape, call];
  }
  return [guessShape(request, url), undefined];
}

/** Whose 404 a wrong path gets. */
function guessShape(request: IncomingMessage, url: URL): ModelShape {
  if ('x-api-key' in request.headers) return anthropicShape;
  return geminiShape.keyOf(request, url) ? geminiShape : openaiShape;
}

function send(response: ServerResponse, { status, headers = {}, body }: VendorReply): void {
  const isText = typeof body === 'string';
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(isText ? body : JSON.stringify(body));
}

const HTML: VendorReply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><head><title>Welcome</title></head><body>Sign in to this network</body></html>',
};
