import type { Row } from '../row';
import { measureWarmStart } from '../stage/warm-start';

/** From the phone to the first reply through the real Koishi and ChatLuna. */
export const warmStart: Row = {
  name: 'warm-start',
  unit: 'ms',
  peer: 'bare docker run of the same containers, configs ready',
  mark: { kind: 'ratio', atMost: 1.5 },
  place: 'lab',
  measure: (stage) => measureWarmStart(stage, { id: 'koishi', answersAt: '/' }, 'confirm'),
};
