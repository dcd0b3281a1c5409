import type { ServiceName } from '../../electron/contract/ids';
import type { Metric } from '../../electron/contract/metric';
import type { ResourceHistory } from '../../electron/contract/resources';

/** One line of a chart. */
export interface Series {
  service: ServiceName;
  product: string;
  values: readonly (number | null)[];
}

/** The lines of one metric, in the order of the services. Pure. */
export function seriesOf(
  history: ResourceHistory,
  metric: Metric,
  productOf: (service: ServiceName) => string,
): Series[] {
  return history.services.map(({ service, columns }) => ({
    service,
    product: productOf(service),
    values: columns[metric],
  }));
}

/** The current minute has no reading yet, and the one before may be late. */
const NOW_MINUTES = 3;

/** The value now, null where there is none, and the greatest; undefined when there never was one. Pure. */
export function extremesOf(
  values: readonly (number | null)[],
): { now: number | null; most: number } | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const now = values.slice(-NOW_MINUTES).findLast((value) => value !== null) ?? null;
  return { now, most: known.reduce((a, b) => Math.max(a, b), 0) };
}

/** Means of `size` values each, oldest first; null where there is none. Pure. */
export function meansOf(values: readonly (number | null)[], size: number): (number | null)[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const known = values.slice(index * size, (index + 1) * size).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
  });
}
