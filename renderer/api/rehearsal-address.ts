const NAME = 'rehearsal';

/** Whether this page is at the rehearsal beside the real app. The address says so, to the shell as well. */
export const isAtRehearsal =
  typeof location !== 'undefined' && new URLSearchParams(location.search).has(NAME);

/** Loads the page anew, at the rehearsal. */
export function enterRehearsal(): void {
  location.assign(`?${NAME}`);
}

/** Loads the page anew, at the real app: it is where it was. */
export function leaveRehearsal(): void {
  location.assign(location.pathname);
}
