import type { IncomingMessage } from 'node:http';

/** What can be wrong with a model API. */
export const MODEL_FAULTS = [
  'badKey',
  'noQuota',
  'noBalance',
  'rateLimited',
  'region',
  'modelMissing',
  'serverError',
  'slow',
  'hangs',
  'hangsUp',
  'html',
  'wrongPath',
] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** Faults that are an answer of the vendor's own. */
export type Refusal = Exclude<ModelFault, 'slow' | 'hangs' | 'hangsUp' | 'html'>;

export interface RefusalContext {
  key: string;
  model: string;
  method: string;
  path: string;
}

export interface VendorReply {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** What is asked of the API. */
export type ModelCall =
  | { kind: 'list' }
  /** `model` undefined: it stands in the body. */
  | { kind: 'ask'; model?: string; stream?: boolean };

/** A question, whatever the shape it came in. */
export interface Question {
  model: string;
  stream: boolean;
  /** The last thing a person said. */
  text: string;
  /** All that the request holds of the talk, whoever said it, oldest first. */
  talk: readonly string[];
}

/** How one family of model APIs is spoken. */
export interface ModelShape {
  /** Undefined when the call is not of this family, or its path is none of ours. */
  recognise(request: IncomingMessage, url: URL): ModelCall | undefined;
  keyOf(request: IncomingMessage, url: URL): string;
  /** A refusal before anything else is looked at. */
  precondition?(request: IncomingMessage): VendorReply | undefined;
  refuse(refusal: Refusal, context: RefusalContext): VendorReply;
  list(models: readonly string[]): unknown;
  /** @throws when the body is not of this shape */
  read(body: unknown, call: Extract<ModelCall, { kind: 'ask' }>): Question;
  answer(model: string, text: string): unknown;
  /** The server-sent events of an answer, as they go over the wire. */
  stream(model: string, pieces: readonly string[]): string[];
}

/** One server-sent event of plain data. */
export const dataEvent = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;

/** Text of a message whose content is a text or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (typeof part === 'object' && part && 'text' in part ? String(part.text) : ''))
    .join('');
}
