import type { Row } from '../row';

/** Processor time of the web shell with one bot running and nobody looking. */
export const idleCpu: Row = {
  name: 'idle-cpu',
  unit: '% of a core',
  peer: 'bare node -e HTTP server, idle',
  mark: { kind: 'value', atMost: 0.5 },
  measure: async (stage) => (await stage.idle()).cpu,
};
