/** What is measured of a service, in the order of the charts. */
export const METRICS = [
  'cpus',
  'memoryBytes',
  'rxPerSecond',
  'txPerSecond',
  'readPerSecond',
  'writtenPerSecond',
] as const;
export type Metric = (typeof METRICS)[number];

/** Limits of memory are whole multiples of it. */
export const MEMORY_STEP_BYTES = 64 * 1024 * 1024;
