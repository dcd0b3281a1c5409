import { METRICS, type Metric } from '../../contract/metric';
import type { ResourceReading } from '../../contract/resources';

/** A day of minutes. */
export const MINUTES = 24 * 60;
export const MINUTE_MS = 60_000;

export type Columns = Record<Metric, (number | null)[]>;

/** The last day of one service, a reading for each minute: always of the same size. */
export interface MinuteRing {
  /** Puts a reading into its minute, in the place of an older one of the same. */
  put(reading: ResourceReading): void;
  /** The day that ends with `lastMinute`, oldest first. */
  columns(lastMinute: number): Columns;
  /** The newest minute that has a reading; undefined when there is none. */
  last(): number | undefined;
}

/** Minutes are counted since 1970. */
export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS);
}

export function createMinuteRing(): MinuteRing {
  // Not a number stands for no reading.
  const values = new Float32Array(MINUTES * METRICS.length).fill(Number.NaN);
  const minutes = new Int32Array(MINUTES);
  let last: number | undefined;
  return {
    put(reading) {
      const minute = minuteOf(reading.at);
      const slot = minute % MINUTES;
      minutes[slot] = minute;
      for (const [index, metric] of METRICS.entries())
        values[slot * METRICS.length + index] = reading[metric] ?? Number.NaN;
      last = Math.max(last ?? minute, minute);
    },
    columns(lastMinute) {
      const columns = Object.fromEntries(METRICS.map((metric) => [metric, [] as (number | null)[]]));
      for (let minute = lastMinute - MINUTES + 1; minute <= lastMinute; minute++) {
        const slot = minute % MINUTES;
        for (const [index, metric] of METRICS.entries()) {
          const value = minutes[slot] === minute ? values[slot * METRICS.length + index] : undefined;
          columns[metric]?.push(value === undefined || Number.isNaN(value) ? null : value);
        }
      }
      return columns as Columns;
    },
    last: () => last,
  };
}
