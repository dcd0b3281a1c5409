export const PAGE_SCHEME = 'app';
const PAGE_HOST = 'botpier';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** Whether a URL is of our own page. `URL.origin` is of no use here: it is `null` for schemes of one's own. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${PAGE_SCHEME}:` && parsed.host === PAGE_HOST;
}

/** Whether a page of ours asks for the rehearsal beside the real app: its address says so. */
export function isRehearsalPage(url: string): boolean {
  return URL.parse(url)?.searchParams.has('rehearsal') ?? false;
}
