import type { LINK_IDS } from '../../electron/contract/ids';

/** The links as the contract orders them; a value of our own keeps the schema library out of the first screen. */
export const LINK_ORDER: typeof LINK_IDS = [
  'engine',
  'images',
  'messenger',
  'login',
  'bridge',
  'brain',
  'model',
  'reply',
];
