import { z } from 'zod';
import type { Clock } from '../../lib/clock';
import type { EngineError } from '../engine';
import { isOlder } from './api-version';
import { createConnection } from './connection';
import type { Candidate } from './discovery';
import { parseEndpoint } from './endpoint';
import { toEngineError } from './error-kind';

/** Docker 20.10. */
const OLDEST_API = '1.41';
const ANSWER_WITHIN_MS = 3_000;

/** What stands at one place. `nothing`: no socket there; `dead`: a socket nobody serves any more. */
export type EndpointState =
  | { kind: 'alive' }
  | { kind: 'nothing' }
  | { kind: 'dead' }
  | { kind: 'noPermission' }
  | { kind: 'hung' }
  | { kind: 'windowsContainers' }
  | { kind: 'tooOld'; version: string }
  | { kind: 'unknown'; message: string };

const Version = z.object({ Version: z.string() });

/** Asks one place, for three seconds at most. Never throws. */
export async function probeEndpoint(
  { address, tls }: Candidate,
  clock: Clock,
  signal?: AbortSignal,
): Promise<EndpointState> {
  try {
    const connection = createConnection(parseEndpoint(address, tls), clock);
    try {
      const { apiVersion, osType } = await connection.ping(signal, ANSWER_WITHIN_MS);
      if (apiVersion === '') return { kind: 'unknown', message: 'this is no container engine' };
      if (osType === 'windows') return { kind: 'windowsContainers' };
      if (!isOlder(apiVersion, OLDEST_API)) return { kind: 'alive' };
      const answer = await connection.call('GET', '/version', { signal, deadlineMs: ANSWER_WITHIN_MS });
      return { kind: 'tooOld', version: Version.safeParse(answer).data?.Version ?? `API ${apiVersion}` };
    } finally {
      connection.close();
    }
  } catch (error) {
    return stateOf(toEngineError(error));
  }
}

function stateOf(error: EngineError): EndpointState {
  if (error.kind === 'permission') return { kind: 'noPermission' };
  if (error.kind === 'deadline') return { kind: 'hung' };
  // Desktop products answer for an engine that is not up yet.
  if (error.statusCode !== undefined && error.statusCode >= 500) return { kind: 'hung' };
  if (error.kind === 'engineGone') return { kind: socketIsMissing(error) ? 'nothing' : 'dead' };
  return { kind: 'unknown', message: error.engineMessage };
}

function socketIsMissing({ cause }: EngineError): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' || code === 'ENOTFOUND';
}
