import type { PageId } from './page';

/** The address of the handbook, or of a page in it. */
export function handbookHref(id?: PageId): string {
  return id === undefined ? '#/handbook' : `#/handbook/${id}`;
}
