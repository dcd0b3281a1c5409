import type { Shape } from './shape';
import type { zh } from './zh';

/** Every text of the interface; `zh` is the measure, other languages have the same keys. */
export type Texts = Shape<typeof zh>;
