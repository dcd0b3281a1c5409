import type { Row } from '../row';

/** Memory of the desktop app in the tray, its window destroyed, with one bot. */
export const trayMemory: Row = {
  name: 'tray-memory',
  unit: 'MB',
  peer: 'an app of one window and one tray, same runtime',
  mark: { kind: 'ratio', atMost: 1.15 },
  measure: async (stage) => (await stage.trayIdle()).memory,
};

/** Its processor time. */
export const trayCpu: Row = {
  ...trayMemory,
  name: 'tray-cpu',
  unit: '% of a core',
  mark: { kind: 'value', atMost: 0.3 },
  measure: async (stage) => (await stage.trayIdle()).cpu,
};
