import type { Row } from '../row';
import { measureWarmStart } from '../stage/warm-start';

/** From the order to start to the first reply through the real AstrBot. */
export const warmStartAstrbot: Row = {
  name: 'warm-start-astrbot',
  unit: 'ms',
  peer: 'bare docker run of the same containers, configs ready',
  mark: { kind: 'ratio', atMost: 1.2 },
  place: 'lab',
  measure: (stage) => measureWarmStart(stage, { id: 'astrbot', answersAt: '/api/stat/start-time' }, 'start'),
};
