import { expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { EngineError, type EngineEvent } from '../engine';
import { followLogs, type LogSource } from './log-follow';
import { isBefore, type Stamp, type StampedLine } from './log-lines';

const line = (seconds: number, text: string, stream: 'stdout' | 'stderr' = 'stdout'): StampedLine => ({
  at: seconds * 1000,
  stream,
  text,
  stamp: { seconds: Math.floor(seconds), nanos: Math.round((seconds % 1) * 1e9) },
});

const connected: EngineEvent = { kind: 'connected', at: 0 };
const happened = (action: 'start' | 'die' | 'destroy'): EngineEvent => ({
  kind: 'container',
  at: 0,
  action,
  id: 'x',
  bot: undefined,
  service: undefined,
  exitCode: undefined,
});

interface Visit {
  /** All the engine has by then. */
  has: StampedLine[];
  breaks?: boolean;
  /** All there is although the followed stream ended before. */
  rotatedAway?: StampedLine[];
  /** What a look afterwards shows. */
  after?: 'running' | 'still' | 'gone' | 'away';
}

/** An engine that is opened once for each visit, and keeps to `since` as the real one does. */
function scripted(events: EngineEvent[], visits: Visit[]): LogSource & { asked: (Stamp | undefined)[] } {
  const asked: (Stamp | undefined)[] = [];
  const left = [...visits];
  let rest: StampedLine[] = [];
  let state: Visit['after'] = 'still';
  return {
    asked,
    async *open(since, follow) {
      // What is there once the container has stopped is read again, to the end.
      if (!follow) {
        yield* rest.filter(({ stamp }) => !since || !isBefore(stamp, since));
        return;
      }
      asked.push(since);
      const visit = left.shift();
      rest = visit?.rotatedAway ?? visit?.has ?? [];
      if (!visit) throw new Error('opened more often than expected');
      state = visit.after ?? 'still';
      yield* visit.has.filter(({ stamp }) => !since || !isBefore(stamp, since));
      if (visit.breaks) throw new EngineError('engineGone', 'aborted');
    },
    async *tail(count) {
      if (count > 0) yield* (visits[0]?.has ?? []).slice(-count);
    },
    async *events() {
      yield* events;
    },
    look: async () => state ?? 'still',
    isPassing: (error) => error instanceof EngineError && error.kind === 'engineGone',
  };
}

async function follow(source: LogSource, options = {}): Promise<string[]> {
  const clock = createManualClock();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const each of followLogs(source, options, clock, new AbortController().signal))
      seen.push(each.text);
  })();
  await Promise.all([clock.advance(60_000), reading]);
  return seen;
}

test('opened again at each start, it tells each line once', async () => {
  const [a, b, c, d] = [line(1, 'a'), line(1.2, 'b'), line(5, 'a'), line(5.1, 'b')];
  const source = scripted(
    [connected, happened('die'), happened('start'), happened('die'), happened('destroy')],
    [{ has: [a, b] }, { has: [a, b, c, d] }],
  );
  expect(await follow(source)).toEqual(['a', 'b', 'a', 'b']);
  expect(source.asked).toEqual([undefined, a.stamp]);
});

test('a broken stream goes on where it was, lines of one moment and late ones among it', async () => {
  const first = [line(10, 'one'), line(10, 'one'), line(10.5, 'two', 'stderr')];
  const late = line(10.4, 'late');
  const source = scripted(
    [connected],
    [
      { has: first, breaks: true, after: 'away' },
      { has: [...first, late, line(11, 'three')], after: 'still' },
    ],
  );
  expect(await follow(source)).toEqual(['one', 'one', 'two', 'late', 'three']);
});

test('a stream that ends while the container runs is opened again, slower and slower', async () => {
  const source = scripted(
    [connected],
    [
      { has: [], after: 'running' },
      { has: [], after: 'running' },
      { has: [line(1, 'x')], after: 'gone' },
    ],
  );
  expect(await follow(source)).toEqual(['x']);
});

test('with a tail, older lines stay away also after a restart', async () => {
  const old = [line(1, 'a'), line(1.1, 'b'), line(1.2, 'c')];
  const all = [...old, line(9, 'new')];
  const events = [connected, happened('start'), happened('destroy')];
  expect(await follow(scripted(events, [{ has: old }, { has: all }]), { tail: 1 })).toEqual(['c', 'new']);
  expect(await follow(scripted(events, [{ has: old }, { has: all }]), { tail: 0 })).toEqual(['new']);
});

test('where a followed stream ends before the log does, the rest is read, too', async () => {
  const all = [line(1, 'a'), line(2, 'b'), line(3, 'c')];
  const source = scripted([connected, happened('destroy')], [{ has: all.slice(0, 1), rotatedAway: all }]);
  expect(await follow(source)).toEqual(['a', 'b', 'c']);
});

test('an error that will not pass is passed on', async () => {
  const source = scripted([connected], []);
  await expect(follow(source)).rejects.toThrow('opened more often');
});
