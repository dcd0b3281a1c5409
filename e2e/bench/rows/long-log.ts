import type { Row } from '../row';

/** A million lines, from the call until the last has come over the page's socket. */
export const logThroughput: Row = {
  name: 'log-throughput',
  unit: 'ms',
  peer: 'docker logs --timestamps',
  mark: { kind: 'ratio', atMost: 2 },
  measure: async (stage) => (await stage.longLog()).time,
};

/** The most memory of the shell meanwhile. */
export const logMemory: Row = {
  name: 'log-memory',
  unit: 'MB',
  peer: 'the same shell before',
  mark: { kind: 'over', atMost: 30 },
  measure: async (stage) => (await stage.longLog()).memory,
};
