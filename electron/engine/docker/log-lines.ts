import type { LogLine } from '../engine';
import type { LogFrame } from './log-frames';

/** A moment as the engine writes it, to the nanosecond, which a JavaScript number cannot hold. */
export interface Stamp {
  seconds: number;
  nanos: number;
}

export interface StampedLine extends LogLine {
  stamp: Stamp;
}

interface Partial {
  stamp: Stamp;
  pieces: Buffer[];
  bytes: number;
}

/** What a line may take up, even one that never ends; the rest of it is dropped. */
const LONGEST_BYTES = 16 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Lines out of frames that each begin with a time stamp. The engine cuts a long line into several frames, each with
 * a stamp of its own and only the last with a line end; the line's time is the first one's.
 */
export async function* readLogLines(frames: AsyncIterable<LogFrame>): AsyncGenerator<StampedLine> {
  const open: Record<LogFrame['stream'], Partial | undefined> = { stdout: undefined, stderr: undefined };
  for await (const { stream, payload } of frames) {
    const space = payload.indexOf(0x20);
    const stamp = parseStamp(payload.toString('latin1', 0, Math.max(0, space)));
    const text = payload.subarray(stamp ? space + 1 : 0);
    const line: Partial = open[stream] ?? { stamp: stamp ?? { seconds: 0, nanos: 0 }, pieces: [], bytes: 0 };
    const room = LONGEST_BYTES - line.bytes;
    if (room > 0) line.pieces.push(text.subarray(0, room));
    line.bytes += text.length;
    const isWhole = text.at(-1) === LF;
    open[stream] = isWhole ? undefined : line;
    if (isWhole) yield finished(stream, line);
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const line = open[stream];
    if (line) yield finished(stream, line);
  }
}

function finished(stream: LogFrame['stream'], { stamp, pieces }: Partial): StampedLine {
  const bytes = Buffer.concat(pieces);
  let end = bytes.length;
  if (end > 0 && bytes[end - 1] === LF) end -= 1;
  if (end > 0 && bytes[end - 1] === CR) end -= 1;
  return {
    at: stamp.seconds * 1000 + stamp.nanos / 1e6,
    stream,
    text: bytes.toString('utf8', 0, end),
    stamp,
  };
}

/** Reads RFC 3339 with up to nine digits of a second; undefined for anything else. */
export function parseStamp(text: string): Stamp | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!match) return undefined;
  const [, second, fraction = '', zone] = match;
  return { seconds: Date.parse(`${second}${zone}`) / 1000, nanos: Number(fraction.padEnd(9, '0')) };
}

/** As the engine's `since` wants it. */
export function formatStamp({ seconds, nanos }: Stamp): string {
  return `${seconds}.${String(nanos).padStart(9, '0')}`;
}

export function stampOf(ms: number): Stamp {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

export function isBefore(a: Stamp, b: Stamp): boolean {
  return a.seconds !== b.seconds ? a.seconds < b.seconds : a.nanos < b.nanos;
}
