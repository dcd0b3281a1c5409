import type { LogEntry, LogLevel } from '../../contract/view';
import { type Engine, EngineError } from '../../engine/engine';
import { type Clock, sleep } from '../../lib/clock';
import type { Redactor } from '../../lib/redact';
import { STACKS } from '../../stacks/stacks';
import type { BotRuntime } from '../bot/bot-runtime';
import { currentContainer } from '../bot/sights';
import { levelOf } from './level-of';
import { inBatches, mergeByTime, streamOf } from './merge-by-time';
import type { OwnLog } from './own-log';

/** What is gathered before it is sent: few messages, and still no wait that a person would notice. */
const BATCH_MS = 100;
/** Lines that wait for a slow reader; beyond them the engine waits, too, and keeps what it has on its disk. */
const MOST_PENDING = 20_000;
/** What nobody reads, and what would stop the page. */
const LONGEST = 16_384;
/** How long to wait for a container that is not there yet before looking again. */
const ABSENT_MS = 1_000;

export interface ReadLogsInput {
  runtime: BotRuntime;
  engine: () => Engine | undefined;
  own: OwnLog;
  redactor: Redactor;
  clock: Clock;
  /** The engine's clock minus ours, in ms. */
  skewMs: () => number;
  tail: number;
  follow: boolean;
  signal: AbortSignal;
}

/** The logs of a bot's services and our own, merged: first what there is by time, then batches as they come. */
export async function* readLogs(input: ReadLogsInput): AsyncGenerator<LogEntry[]> {
  const { own, clock, follow, signal } = input;
  // The engine's own time: ours may be another by a minute.
  const since = clock.now() + input.skewMs();
  const services = loggingServices(input.runtime);
  // The two readings overlap in time, so that nothing falls between them.
  const overlap = new Set<string>();
  const past = services.map((service) => readPast(input, service));
  for await (const batch of inBatches(mergeByTime([...past, streamOf(own.tail(input.tail))]))) {
    for (const entry of batch) if (entry.at >= since) overlap.add(identity(entry));
    yield batch;
  }
  if (!follow) return;

  const pending: LogEntry[] = [];
  let wake: (() => void) | undefined;
  let room = Promise.withResolvers<void>();
  const push = (entry: LogEntry) => {
    pending.push(entry);
    wake?.();
    return pending.length < MOST_PENDING ? undefined : room.promise;
  };
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const unsubscribe = own.onEntry((entry) => void push(entry));
  const followers = services.map((service) =>
    followService(input, service, since, either, (entry) => {
      return overlap.delete(identity(entry)) ? undefined : push(entry);
    }),
  );
  either.addEventListener(
    'abort',
    () => {
      wake?.();
      room.resolve();
    },
    { once: true },
  );
  try {
    while (!either.aborted) {
      if (pending.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (either.aborted) break;
        await new Promise<void>((resolve) => clock.after(BATCH_MS, resolve));
      }
      if (pending.length === 0) continue;
      const batch = pending.splice(0);
      room.resolve();
      room = Promise.withResolvers();
      yield batch;
    }
  } finally {
    unsubscribe();
    stop.abort();
    await Promise.allSettled(followers);
  }
}

/** The last `lines` of each service and of our own, merged by time. */
export async function lastLogs({
  lines,
  ...input
}: Omit<ReadLogsInput, 'tail' | 'follow' | 'signal'> & { lines: number }): Promise<LogEntry[]> {
  const { signal } = new AbortController();
  const entries: LogEntry[] = [];
  for await (const batch of readLogs({ ...input, tail: lines, follow: false, signal }))
    entries.push(...batch);
  return entries;
}

/** Whose logs tell something: of the bot's own services, and of a brain that is, or was, to take another's place. */
function loggingServices({ state, record }: BotRuntime): Service[] {
  const { lastChange } = record.get();
  const failed = lastChange && lastChange.result !== 'done' ? STACKS[lastChange.to]?.brain.name : undefined;
  return [
    ...state.wished,
    ...(state.beside ? [state.beside.wished] : []),
    ...state.resting.filter(({ definition }) => definition.name === failed),
  ].map(({ definition }) => definition.name);
}

type Service = BotRuntime['state']['wished'][number]['definition']['name'];

async function* readPast(input: ReadLogsInput, service: Service): AsyncGenerator<LogEntry> {
  const container = containerOf(input, service);
  const engine = input.engine();
  if (!container || !engine || input.tail === 0) return;
  const toEntry = entriesOf(input, service);
  try {
    for await (const line of engine.containers.logs(container, {
      follow: false,
      tail: input.tail,
      signal: input.signal,
    })) {
      yield toEntry(line);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

async function followService(
  input: ReadLogsInput,
  service: Service,
  since: number,
  signal: AbortSignal,
  push: (entry: LogEntry) => Promise<void> | undefined,
): Promise<void> {
  const toEntry = entriesOf(input, service);
  let from = since;
  while (!signal.aborted) {
    const container = containerOf(input, service);
    const engine = input.engine();
    if (container && engine) {
      try {
        for await (const line of engine.containers.logs(container, { follow: true, since: from, signal })) {
          from = Math.max(from, line.at);
          const full = push(toEntry(line));
          if (full) await full;
          if (signal.aborted) return;
        }
      } catch (error) {
        if (!signal.aborted && !(error instanceof EngineError)) throw error;
      }
    }
    if (signal.aborted) return;
    // Its container was removed, or is not there yet: another one will have another id.
    await sleep(input.clock, ABSENT_MS, signal).catch(() => undefined);
  }
}

function containerOf(input: ReadLogsInput, service: Service): string | undefined {
  const { record, state } = input.runtime;
  return currentContainer(record.get().id, service, state.sight?.containers ?? [])?.id;
}

/** Makes entries of a service's lines, in order: what says no level of its own goes on at the level before it. */
function entriesOf({ redactor }: ReadLogsInput, source: Service) {
  let before: LogLevel = 'info';
  return (line: { at: number; stream: LogEntry['stream']; text: string }): LogEntry => {
    const level = levelOf(line.text) ?? (/^\s/.test(line.text) ? before : 'info');
    before = level;
    return { at: line.at, source, stream: line.stream, level, text: shortened(redactor.redact(line.text)) };
  };
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  // Not through the middle of a character.
  return `${text.slice(0, LONGEST).toWellFormed()} … (${text.length})`;
}

function identity(entry: LogEntry): string {
  return `${entry.source} ${entry.stream} ${entry.at} ${entry.text}`;
}
