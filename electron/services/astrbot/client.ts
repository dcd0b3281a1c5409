import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { withDeadline } from '../../lib/clock';
import { createValue } from '../../lib/value';
import { type BrainConnection, BrainError, type BrainReport, type ServiceAccess } from '../roles';
import { parseLogLine } from './log-lines';
import { mintToken } from './token';

const Report = z.object({
  version: z.string(),
  bots: z.array(
    z
      .object({ selfId: z.string(), online: z.boolean(), error: z.string().optional() })
      .transform(({ selfId, online, error }) => ({ selfId, online, error })),
  ),
  models: z.array(z.string()),
  failures: z.array(z.object({ plugin: z.string(), message: z.string() })),
});

const Conversation = z.union([
  z.object({ answer: z.string(), latencyMs: z.number() }),
  z.object({
    error: z.object({
      kind: z
        .enum(['keyRefused', 'quota', 'rateLimited', 'modelMissing', 'unreachable', 'timeout', 'unknown'])
        .catch('unknown'),
      message: z.string(),
    }),
  }),
]);

/** How AstrBot itself says that something went wrong. */
const Refusal = z.object({ status: z.literal('error'), message: z.string().catch('') });

const LOOK_MS = 3_000;
const STARTING_LOOK_MS = 500;
const REQUEST_MS = 10_000;
/** Longer than our plugin's own patience with a model. */
const CONVERSE_MS = 70_000;

/** Asks our plugin in a running AstrBot what is connected; its log says when that is worth it at once. */
export function connect({ ports, secrets, clock, fetch, log, logs }: ServiceAccess): BrainConnection {
  const { panel: port } = ports;
  const { jwt = '' } = secrets;
  const report = createValue<BrainReport>({ kind: 'connecting' });
  const closed = new AbortController();
  let cancelLook = () => {};
  let isLooking = false;
  let isLookWanted = false;
  let startFailure: string | undefined;

  const call = async (path: string, signal: AbortSignal, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/plug/botpier/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        Authorization: `Bearer ${mintToken(jwt, clock.now())}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal,
    });
    const answer: unknown = await response.json().catch(() => undefined);
    const refusal = Refusal.safeParse(answer).data;
    if (refusal || !response.ok)
      throw new Error(`AstrBot answered ${response.status} ${refusal?.message ?? ''}`.trim());
    return answer;
  };

  const tell = (next: BrainReport) => {
    if (isDeepStrictEqual(next, report.get())) return;
    if (next.kind === 'unreachable') log(`not reached: ${next.message}`);
    report.set(next);
  };

  const until = (signal: AbortSignal | undefined) =>
    signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;

  async function look(): Promise<void> {
    try {
      const answer = await withDeadline(clock, REQUEST_MS, (limit) => call('report', limit), closed.signal);
      startFailure = undefined;
      tell({ kind: 'up', ...Report.parse(answer) });
    } catch (error) {
      if (closed.signal.aborted) return;
      tell({ kind: 'unreachable', message: startFailure ?? tellCause(error) });
    }
  }

  const lookNow = () => {
    if (closed.signal.aborted) return;
    cancelLook();
    isLookWanted = isLooking;
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
      if (isLookWanted) lookNow();
      else if (!closed.signal.aborted)
        cancelLook = clock.after(report.get().kind === 'up' ? LOOK_MS : STARTING_LOOK_MS, lookNow);
    });
  };

  const stopLogs = logs?.((line) => {
    const event = parseLogLine(line);
    if (!event) return;
    if (event.kind === 'startFailed') startFailure = event.message;
    lookNow();
  });
  lookNow();

  return {
    report,

    async converse(text, signal, system) {
      const answer = await withDeadline(
        clock,
        CONVERSE_MS,
        async (limit) =>
          Conversation.parse(await call('converse', limit, { text, ...(system ? { system } : {}) })),
        until(signal),
      ).catch((error: unknown) => {
        if (signal?.aborted) throw error;
        const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
        throw new BrainError(isTimeout ? 'timeout' : 'unknown', tellCause(error), { cause: error });
      });
      if ('error' in answer) throw new BrainError(answer.error.kind, answer.error.message);
      return answer;
    },

    async reconnectBridge(signal) {
      await withDeadline(clock, REQUEST_MS, (limit) => call('reconnect', limit, {}), until(signal));
      lookNow();
    },

    close() {
      closed.abort();
      cancelLook();
      stopLogs?.();
    },
  };
}

/** `fetch failed` says nothing; its cause does. */
function tellCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
