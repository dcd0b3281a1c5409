import type { IconName } from '../parts/icon';
import type { Page } from './use-page';

/** The pages of the rail, in order. */
export function pagesOf(rehearsal: boolean): readonly { page: Page; icon: IconName }[] {
  return [
    { page: 'home', icon: 'home' },
    ...(rehearsal ? [{ page: 'chat', icon: 'bubble' } as const] : []),
    { page: 'logs', icon: 'lines' },
    { page: 'model', icon: 'spark' },
    { page: 'settings', icon: 'sliders' },
  ];
}
