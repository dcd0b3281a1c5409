import type { Clock } from '../lib/clock';
import type { PullProgress } from './engine';
import { createPullMeter, type PullMeter } from './pull-image-meter';

/** What can honestly be said of a pull. */
export interface PullReport {
  phase: PullProgress['phase'];
  /** The mirror the bytes come from. */
  source: string;
  /** 1 for the first try, counted over all mirrors. */
  attempt: number;
  doneBytes: number;
  /** Undefined unless exact. */
  totalBytes: number | undefined;
  bytesPerSecond: number | undefined;
  /** ms; undefined unless there is ground for it. */
  etaMs: number | undefined;
  layersDone: number;
  layersTotal: number;
  retryInMs: number | undefined;
}

/** Tells how a pull goes on, over all its tries. */
export interface PullReporter {
  /** A new try begins; the answer takes the engine's own reports of it. */
  begin(source: string, attempt: number): (progress: PullProgress) => void;
  end(): void;
  /** Whether the try brought bytes that were not here before. */
  hasGained(): boolean;
}

/** So that the rate is seen to fall when nothing comes. */
const REPEAT_MS = 1_000;

/** `keepsBytes`: bytes of a broken try are not lost, so that the count never falls. */
export function createPullReporter(
  clock: Clock,
  keepsBytes: boolean,
  onProgress: (progress: PullReport) => void = () => {},
): PullReporter {
  let furthest = 0;
  /** Bytes that are no gain of the try under way: of earlier tries, or here already at its first report. */
  let base: number | undefined;
  let cancelRepeat = () => {};

  function begin(source: string, attempt: number) {
    const meter = createPullMeter();
    let doneBytes = keepsBytes ? furthest : 0;
    let latest: PullProgress | undefined;
    base = undefined;

    const tell = () => {
      cancelRepeat();
      cancelRepeat = clock.after(REPEAT_MS, tell);
      if (latest) onProgress({ ...latest, source, attempt, doneBytes, ...pace(meter, clock.now(), latest) });
    };
    return (progress: PullProgress) => {
      latest = progress;
      doneBytes = Math.max(doneBytes, progress.doneBytes);
      base ??= Math.max(furthest, doneBytes);
      furthest = Math.max(furthest, doneBytes);
      if (progress.phase !== 'resolving') meter.read(clock.now(), doneBytes);
      tell();
    };
  }

  return {
    begin,
    end: () => cancelRepeat(),
    hasGained: () => base !== undefined && furthest > base,
  };
}

function pace(meter: PullMeter, now: number, { phase, totalBytes, retryInMs }: PullProgress) {
  if (phase !== 'downloading') return { bytesPerSecond: undefined, etaMs: undefined };
  const isForeseeable = totalBytes !== undefined && retryInMs === undefined;
  return {
    bytesPerSecond: meter.rate(now),
    etaMs: isForeseeable ? meter.eta(now, totalBytes) : undefined,
  };
}
