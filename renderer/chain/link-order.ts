import type { LinkId } from '../../electron/contract/ids';
import type { LinkView } from '../../electron/contract/view';

/** A link that others rest on. */
export type DrawnLinkId = Exclude<LinkId, 'gateway' | 'sync'>;

/** The links as the contract orders them; a value of our own keeps the schema library out of the first screen. */
export const LINK_ORDER: readonly DrawnLinkId[] = [
  'engine',
  'images',
  'messenger',
  'login',
  'bridge',
  'brain',
  'model',
  'reply',
];

/** The links on the rope: gateway and backup stand beside it, and are spoken of where they are looked for or broken. */
export function drawnLinks(chain: readonly LinkView[]): readonly LinkView[] {
  return chain.filter((link) => link.id !== 'gateway' && link.id !== 'sync');
}
