import { z } from 'zod';
import type { Clock } from '../../lib/clock';
import {
  type ContainerInfo,
  EngineError,
  type ExecResult,
  type LogLine,
  type LogOptions,
  type StatsReading,
} from '../engine';
import type { Connection } from './connection';
import { isAway, toEngineError } from './error-kind';
import { watchEvents } from './events';
import { followSignals } from './follow-signals';
import { followLogs } from './log-follow';
import { readLogFrames } from './log-frames';
import { formatStamp, readLogLines, type StampedLine, stampOf } from './log-lines';
import { readJsonLines } from './ndjson';
import { parseStatsFrame, type StatsFrame, toStatsReading } from './stats';

const HEADERS_DEADLINE_MS = 30_000;

/** Lines of a container of ours. `look` finds it, undefined when it is gone. */
export async function* readLogs(
  connection: Connection,
  clock: Clock,
  id: string,
  options: LogOptions,
  look: () => Promise<ContainerInfo | undefined>,
): AsyncGenerator<LogLine> {
  const { controller: stop, unlink } = followSignals(options.signal);
  const { signal } = stop;
  const lines = (query: object) => openLog(connection, id, query, signal);
  const since = options.since === undefined ? undefined : stampOf(options.since);
  const from = since && { since: formatStamp(since) };
  try {
    if (!options.follow) {
      if (options.tail !== 0) yield* plain(lines({ ...from, tail: options.tail }));
      return;
    }
    const source = {
      open: (start: typeof since, follow: boolean) =>
        lines({ follow, ...(start && { since: formatStamp(start) }) }),
      tail: (count: number) => lines({ ...from, tail: count }),
      events: () => watchEvents(connection, clock, signal, id),
      async look() {
        try {
          const info = await look();
          return !info ? 'gone' : info.state === 'running' || info.state === 'paused' ? 'running' : 'still';
        } catch (error) {
          if (isAway(error)) return 'away';
          throw error;
        }
      },
      isPassing: (error: unknown) => isAway(error) || toEngineError(error).kind === 'notFound',
    } as const;
    yield* plain(followLogs(source, { since, tail: options.tail }, clock, signal));
  } catch (error) {
    if (!options.signal?.aborted) throw toEngineError(error);
  } finally {
    unlink();
    stop.abort();
  }
}

async function* plain(lines: AsyncIterable<StampedLine>): AsyncGenerator<LogLine> {
  for await (const { at, stream, text } of lines) yield { at, stream, text };
}

async function* openLog(
  connection: Connection,
  id: string,
  query: object,
  signal: AbortSignal,
): AsyncGenerator<StampedLine> {
  const stream = await connection.open('GET', `/containers/${id}/logs`, {
    query: { stdout: true, stderr: true, timestamps: true, ...query },
    signal,
    deadlineMs: HEADERS_DEADLINE_MS,
  });
  try {
    yield* readLogLines(readLogFrames(stream));
  } catch (error) {
    throw toEngineError(error);
  }
}

/** One reading per second until the container ends or `signal` aborts. */
export async function* readStats(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<StatsReading> {
  try {
    const stream = await connection.open('GET', `/containers/${id}/stats`, {
      query: { stream: true },
      signal,
      deadlineMs: HEADERS_DEADLINE_MS,
    });
    let before: StatsFrame | undefined;
    for await (const value of readJsonLines(stream)) {
      const now = parseStatsFrame(value);
      if (!now) return;
      if (before) yield toStatsReading(before, now);
      before = now;
    }
  } catch (error) {
    if (!signal.aborted) throw toEngineError(error);
  }
}

const ExecCreated = z.object({ Id: z.string() });
const ExecState = z.object({ Running: z.boolean(), ExitCode: z.number().nullish() });

/** Runs a command in a running container of ours to its end. */
export async function runExec(
  connection: Connection,
  id: string,
  command: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ExecResult> {
  const body = { AttachStdout: true, AttachStderr: true, Cmd: command };
  const created = await connection.call('POST', `/containers/${id}/exec`, { body, signal });
  const exec = `/exec/${ExecCreated.parse(created).Id}`;
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  try {
    const stream = await connection.open('POST', `${exec}/start`, {
      body: { Detach: false, Tty: false },
      signal,
      deadlineMs: HEADERS_DEADLINE_MS,
    });
    for await (const { stream: name, payload } of readLogFrames(stream)) said[name].push(payload);
  } catch (error) {
    if (signal?.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause: error });
    throw toEngineError(error);
  }
  const { Running, ExitCode } = ExecState.parse(await connection.call('GET', `${exec}/json`, { signal }));
  // The stream of a command ends without an error when the engine dies.
  if (Running || typeof ExitCode !== 'number') throw new EngineError('engineGone', 'the command was cut off');
  const text = (pieces: Buffer[]) => Buffer.concat(pieces).toString('utf8');
  return { exitCode: ExitCode, stdout: text(said.stdout), stderr: text(said.stderr) };
}
