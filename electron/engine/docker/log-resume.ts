import { isBefore, type Stamp, type StampedLine } from './log-lines';

/** stdout and stderr are stamped apart from each other, so lines may lie a little out of order. */
const SPAN_SECONDS = 1;
const MAX_LINES = 10_000;

/** Remembers the latest lines, so that a stream opened again can leave them out. */
export interface ResumeWindow {
  add(line: StampedLine): void;
  /** Where to open again: everything remembered lies at or after it. Undefined before the first line. */
  start(): Stamp | undefined;
  /** To be asked of each line of the reopened stream, in order: whether it is one we had. */
  replay(): (line: StampedLine) => boolean;
}

export function createResumeWindow(): ResumeWindow {
  let lines: { stamp: Stamp; key: string }[] = [];
  let latest: Stamp | undefined;
  let floor: Stamp | undefined;

  function forgetOld(): void {
    if (!latest) return;
    const edge = { seconds: latest.seconds - SPAN_SECONDS, nanos: latest.nanos };
    const recent = lines.filter((line) => !isBefore(line.stamp, edge)).slice(-MAX_LINES);
    floor = recent.reduce<Stamp>((low, { stamp }) => (isBefore(stamp, low) ? stamp : low), latest);
    lines = lines.filter((line) => !isBefore(line.stamp, floor ?? edge));
  }

  return {
    add(line) {
      lines.push({ stamp: line.stamp, key: keyOf(line) });
      if (!latest || isBefore(latest, line.stamp)) latest = line.stamp;
      if (lines.length >= 2 * MAX_LINES) forgetOld();
    },
    start() {
      forgetOld();
      return floor;
    },
    replay() {
      forgetOld();
      const counts = new Map<string, number>();
      for (const { key } of lines) counts.set(key, (counts.get(key) ?? 0) + 1);
      return (line) => {
        const key = keyOf(line);
        const left = counts.get(key) ?? 0;
        if (left > 0) counts.set(key, left - 1);
        return left > 0;
      };
    },
  };
}

function keyOf({ stamp, stream, text }: StampedLine): string {
  return `${stamp.seconds}.${stamp.nanos} ${stream} ${text}`;
}
