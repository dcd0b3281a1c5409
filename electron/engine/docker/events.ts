import { z } from 'zod';
import { type Clock, sleep } from '../../lib/clock';
import { type EngineEvent, LABELS } from '../engine';
import type { Connection } from './connection';
import { toEngineError } from './error-kind';
import { botOf, serviceOf } from './labels';
import { formatStamp, parseStamp } from './log-lines';
import { readJsonLines } from './ndjson';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
const CONNECT_DEADLINE_MS = 15_000;

type ContainerEvent = Extract<EngineEvent, { kind: 'container' }>;

const EventLine = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
  time: z.number().optional(),
  /** Beyond what a number holds exactly; good to a quarter of a microsecond. */
  timeNano: z.number().optional(),
});

const ACTIONS: Readonly<Record<string, ContainerEvent['action']>> = {
  create: 'create',
  start: 'start',
  die: 'die',
  died: 'die',
  stop: 'stop',
  destroy: 'destroy',
  remove: 'destroy',
  oom: 'oom',
  pause: 'pause',
  unpause: 'unpause',
  rename: 'rename',
};

/** One line of the engine's event stream in our words; undefined for what we do not listen to. Pure. */
export function toEngineEvent(value: unknown): ContainerEvent | undefined {
  const line = EventLine.safeParse(value).data;
  const action = line && ACTIONS[line.Action];
  if (!line || !action) return undefined;
  const attributes = line.Actor.Attributes ?? {};
  const { exitCode, containerExitCode } = attributes;
  return {
    kind: 'container',
    at: line.timeNano !== undefined ? line.timeNano / 1e6 : (line.time ?? 0) * 1000,
    action,
    id: line.Actor.ID,
    bot: botOf(attributes),
    service: serviceOf(attributes),
    exitCode: action === 'die' ? toNumber(exitCode ?? containerExitCode) : undefined,
  };
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * Events of our containers, or of one of them. `connected` comes first and after each reconnect; what happens from
 * then on is not missed. Tries again for ever, with back-off, until `signal` aborts or the connection is closed.
 */
export async function* watchEvents(
  connection: Connection,
  clock: Clock,
  signal: AbortSignal,
  containerId?: string,
): AsyncGenerator<EngineEvent> {
  const filters = {
    type: ['container'],
    label: [LABELS.bot],
    ...(containerId === undefined ? {} : { container: [containerId] }),
  };
  let retryMs = FIRST_RETRY_MS;
  for (;;) {
    let isConnected = false;
    let reason = 'the engine ended its event stream';
    try {
      // The engine sends its headers before it subscribes us: `since` brings what falls in between.
      const since = await engineTime(connection, signal);
      const query = { filters, since };
      const stream = await connection.open('GET', '/events', {
        signal,
        query,
        deadlineMs: CONNECT_DEADLINE_MS,
      });
      isConnected = true;
      retryMs = FIRST_RETRY_MS;
      yield { kind: 'connected', at: clock.now() };
      for await (const value of readJsonLines(stream)) {
        const event = toEngineEvent(value);
        if (event) yield event;
      }
    } catch (cause) {
      const error = toEngineError(cause);
      if (error.kind === 'cancelled') return;
      reason = error.engineMessage;
    }
    if (signal.aborted) return;
    if (isConnected) yield { kind: 'disconnected', at: clock.now(), reason };
    try {
      await sleep(clock, retryMs, signal);
    } catch {
      return;
    }
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }
}

const SystemTime = z.object({ SystemTime: z.string() });

/** The engine's own clock as `<seconds>.<nanoseconds>`; undefined where it does not say. */
async function engineTime(connection: Connection, signal: AbortSignal): Promise<string | undefined> {
  const answer = SystemTime.safeParse(await connection.call('GET', '/info', { signal }));
  const stamp = answer.success ? parseStamp(answer.data.SystemTime) : undefined;
  return stamp && formatStamp(stamp);
}
