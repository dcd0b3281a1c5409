import type { OutgoingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Need } from './access';
import type { World } from './host-server';
import type { StoredRepository, StoredToken } from './store';

/** An answer of the REST side; `body` is written as JSON. */
export interface RestAnswer {
  status: number;
  body?: unknown;
  headers?: OutgoingHttpHeaders;
}

export interface RestCall {
  readonly world: World;
  /** Undefined when nobody is signed in. */
  readonly token: StoredToken | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly accept: string;
  /** Parsed JSON, or undefined when there was none. */
  readonly body: unknown;
}

export interface RepositoryCall extends RestCall {
  readonly repository: StoredRepository;
  /** The account that asks; of a public repository it may be nobody. */
  readonly viewer: string | undefined;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Route =
  | {
      method: Method;
      path: string;
      need: 'account' | 'nothing';
      answer: (call: RestCall) => Promise<RestAnswer>;
    }
  | { method: Method; path: string; need: Need; answer: (call: RepositoryCall) => Promise<RestAnswer> };

/** A refusal, thrown. */
export class RestError extends Error {
  readonly answer: RestAnswer;

  constructor(status: number, message: string, more: object = {}, headers: OutgoingHttpHeaders = {}) {
    super(message);
    this.answer = {
      status,
      body: { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) },
      headers,
    };
  }
}

export function notFound(): RestError {
  return new RestError(404, 'Not Found');
}

export function validationFailed(error: {
  resource: string;
  code: string;
  field?: string;
  message?: string;
}): RestError {
  return new RestError(422, 'Validation Failed', { errors: [error] });
}

/** Reads a call's JSON. @throws RestError 422 when it is not of that form. */
export function readBody<Schema extends z.ZodType>(call: RestCall, schema: Schema): z.output<Schema> {
  const read = schema.safeParse(call.body ?? {});
  if (read.success) return read.data;
  throw new RestError(422, `Invalid request.\n\n${z.prettifyError(read.error)}`);
}

/** One page of a list, with GitHub's `Link` header. */
export function page<Item>(
  call: RestCall,
  items: readonly Item[],
): { items: readonly Item[]; headers: OutgoingHttpHeaders } {
  const asked = (name: string, fallback: number) => {
    const value = Number(call.url.searchParams.get(name) ?? fallback);
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  const size = Math.min(asked('per_page', 30), 100);
  const at = asked('page', 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const linkTo = (number: number, rel: string) => {
    const link = new URL(call.world.urls.api + call.url.pathname + call.url.search);
    link.searchParams.set('page', String(number));
    return `<${link}>; rel="${rel}"`;
  };
  const links = [
    ...(at > 1 ? [linkTo(at - 1, 'prev')] : []),
    ...(at < last ? [linkTo(at + 1, 'next'), linkTo(last, 'last')] : []),
    ...(at > 1 ? [linkTo(1, 'first')] : []),
  ];
  return {
    items: items.slice((at - 1) * size, at * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
