import { z } from 'zod';
import { sleep, withDeadline } from '../../lib/clock';
import { createValue } from '../../lib/value';
import { type BrainConnection, BrainError, type BrainReport, type ServiceAccess } from '../roles';
import { readEvents } from './read-events';

const Report = z.object({
  version: z.string(),
  bots: z.array(z.object({ selfId: z.string(), online: z.boolean(), error: z.string().optional() })),
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

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** It answers at once, or the line leads to a Koishi that was just ended. */
const ANSWER_MS = 5_000;
/** The companion says something every 15 s. */
const SILENCE_MS = 40_000;
/** Longer than the companion's own patience with a model. */
const CONVERSE_MS = 70_000;
const RECONNECT_MS = 15_000;

/** A live line to the companion in a running Koishi: its report as it changes, nothing is polled. */
export function connect({ ports, secrets, clock, fetch, log }: ServiceAccess): BrainConnection {
  const { companion: port } = ports;
  const { companion: token } = secrets;
  const report = createValue<BrainReport>({ kind: 'connecting' });
  const closed = new AbortController();
  const headers = { Authorization: `Bearer ${token}` };
  const url = (path: string) => `http://127.0.0.1:${port}/botpier/${path}`;

  async function follow(signal: AbortSignal, onReport: () => void): Promise<void> {
    const response = await withDeadline(
      clock,
      ANSWER_MS,
      (limit) => fetch(url('events'), { headers, signal: limit }),
      signal,
    );
    if (!response.ok || !response.body) throw new Error(`the companion answered ${response.status}`);
    for await (const data of readEvents(response.body, { clock, silenceMs: SILENCE_MS })) {
      const { version, bots, models, failures } = Report.parse(JSON.parse(data));
      report.set({
        kind: 'up',
        version,
        bots: bots.map(({ selfId, online, error }) => ({ selfId, online, error })),
        models,
        failures,
      });
      onReport();
    }
    throw new Error('the companion hung up');
  }

  async function keepFollowing(): Promise<void> {
    let delay = FIRST_RETRY_MS;
    for (;;) {
      await follow(closed.signal, () => {
        delay = FIRST_RETRY_MS;
      }).catch((error: unknown) => {
        if (closed.signal.aborted) return;
        const message = tellCause(error);
        log(`koishi: ${message}`);
        report.set({ kind: 'unreachable', message });
      });
      if (closed.signal.aborted) return;
      await sleep(clock, delay, closed.signal).catch(() => {});
      delay = Math.min(delay * 2, LONGEST_RETRY_MS);
    }
  }
  void keepFollowing();

  const until = (signal: AbortSignal | undefined) =>
    signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;

  return {
    report,

    async converse(text, signal, system) {
      const answer = await withDeadline(
        clock,
        CONVERSE_MS,
        (limit) => ask({ text, system }, limit),
        until(signal),
      ).catch((error: unknown) => {
        if (error instanceof BrainError || signal?.aborted) throw error;
        const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
        throw new BrainError(isTimeout ? 'timeout' : 'unknown', tellCause(error), { cause: error });
      });
      return answer;
    },

    async reconnectBridge(signal) {
      const response = await withDeadline(
        clock,
        RECONNECT_MS,
        (limit) => fetch(url('reconnect'), { method: 'POST', headers, signal: limit }),
        until(signal),
      );
      if (!response.ok) throw new Error(`the companion answered ${response.status}`);
    },

    close: () => closed.abort(),
  };

  async function ask(
    { text, system }: { text: string; system: string | undefined },
    signal: AbortSignal,
  ): Promise<{ answer: string; latencyMs: number }> {
    const response = await fetch(url('converse'), {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, ...(system ? { system } : {}) }),
      signal,
    });
    const body = Conversation.safeParse(await response.json().catch(() => undefined));
    if (!body.success) throw new BrainError('unknown', `the companion answered ${response.status}`);
    if ('error' in body.data) throw new BrainError(body.data.error.kind, body.data.error.message);
    return body.data;
  }
}

/** `fetch failed` says nothing; its cause does. */
function tellCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
