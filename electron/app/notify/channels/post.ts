import type { ChannelProblem } from '../../../contract/notification';
import { ChannelError, type SendPorts } from './sending';

const ANSWER_SHOWN = 300;

const PROBLEMS: Readonly<Record<number, ChannelProblem>> = {
  401: 'refused',
  403: 'refused',
  404: 'wrongAddress',
  405: 'wrongAddress',
  408: 'timeout',
  410: 'wrongAddress',
  429: 'limited',
};

/**
 * Posts to a server. Answers its body, parsed where it is JSON.
 * @throws ChannelError for no answer and for any answer that is no success
 */
export async function post(url: string, init: RequestInit, { fetch, signal }: SendPorts): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, method: 'POST', redirect: 'error', signal });
    text = await response.text();
  } catch (error) {
    throw unreached(error, signal);
  }
  const body = parse(text);
  if (response.ok) return body;
  const problem = PROBLEMS[response.status] ?? (response.status < 500 ? 'refused' : 'serverError');
  throw new ChannelError(problem, `HTTP ${response.status} ${text.slice(0, ANSWER_SHOWN)}`.trim());
}

function unreached(error: unknown, signal: AbortSignal): ChannelError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (signal.aborted) return new ChannelError('timeout', 'no answer in time', { cause: error });
  if (/^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code))
    return new ChannelError('insecure', message, { cause: error });
  if (/unexpected redirect/.test(message)) return new ChannelError('wrongAddress', message, { cause: error });
  return new ChannelError('unreachable', message, { cause: error });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
