import type { Row } from '../row';

/** Resident memory of the web shell with one bot running and nobody looking. */
export const idleMemory: Row = {
  name: 'idle-memory',
  unit: 'MB',
  peer: 'bare node -e HTTP server, resident',
  mark: { kind: 'value', atMost: 120 },
  measure: async (stage) => (await stage.idle()).memory,
};
