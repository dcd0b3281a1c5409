import type { IconName } from '../parts/icon';
import type { Page } from './use-page';

export type RailPage = Exclude<Page, 'pool' | 'gateway' | 'handbook'>;

/** Pages that are reached from another one, and light up its place in the rail. */
const PARENT: Record<Exclude<Page, RailPage | 'handbook'>, RailPage> = { pool: 'model', gateway: 'settings' };

/** The page of the rail that a page belongs to; the handbook is read from anywhere and belongs to none. */
export function railPageOf(page: Page): RailPage | undefined {
  if (page === 'handbook') return undefined;
  return page === 'pool' || page === 'gateway' ? PARENT[page] : page;
}

/** The pages of the rail, in order. */
export function pagesOf(rehearsal: boolean): readonly { page: RailPage; icon: IconName }[] {
  return [
    { page: 'home', icon: 'home' },
    ...(rehearsal ? [{ page: 'chat', icon: 'bubble' } as const] : []),
    { page: 'logs', icon: 'lines' },
    { page: 'resources', icon: 'gauge' },
    { page: 'model', icon: 'spark' },
    { page: 'backup', icon: 'safe' },
    { page: 'settings', icon: 'sliders' },
  ];
}
