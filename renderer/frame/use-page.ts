import { useSyncExternalStore } from 'react';

export const PAGES = [
  'home',
  'chat',
  'logs',
  'resources',
  'model',
  'pool',
  'backup',
  'settings',
  'gateway',
  'handbook',
] as const;
export type Page = (typeof PAGES)[number];

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

function read(): Page {
  const name = location.hash.replace(/^#\/?|[/?].*$/g, '');
  return PAGES.find((page) => page === name) ?? 'home';
}

/** The page in the address, so that back and forward work. */
export function usePage(): Page {
  return useSyncExternalStore(subscribe, read);
}

function readDetail(): string {
  return /^#\/[^/?]+\/([^?]*)/.exec(location.hash)?.[1] ?? '';
}

/** What the address names inside the page, as in `#/handbook/kicked`; empty when nothing. */
export function useDetail(): string {
  return useSyncExternalStore(subscribe, readDetail);
}

/** Goes to a page. */
export function go(page: Page): void {
  location.hash = page === 'home' ? '/' : `/${page}`;
}
