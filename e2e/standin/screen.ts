import { EventEmitter } from 'node:events';

const MAIN = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
};

/** One screen, unless a test plugs in others. */
export const screen = Object.assign(new EventEmitter(), {
  displays: [MAIN],
  getPrimaryDisplay: () => screen.displays[0] ?? MAIN,
  getAllDisplays: () => screen.displays,
});
