import { z } from 'zod';
import { BotId } from '../../../contract/ids';

export const LINK_SCHEME = 'botpier';
const MOST_LETTERS = 200;

/** Where a link may lead: to a page of our own, and that is all it may do. */
export const DeepLink = z.strictObject({
  page: z.enum(['home', 'logs', 'model', 'settings']).default('home'),
  bot: BotId.optional(),
});
export type DeepLink = z.infer<typeof DeepLink>;

/**
 * Reads `botpier://open[/<page>][?bot=<id>]`. A link may come from any web page: what is not known exactly is
 * undefined.
 */
export function parseDeepLink(text: string): DeepLink | undefined {
  if (text.length > MOST_LETTERS) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== `${LINK_SCHEME}:` || url.host !== 'open') return undefined;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  const page = url.pathname.replace(/^\//, '');
  const entries = [...url.searchParams];
  if (new Set(entries.map(([name]) => name)).size !== entries.length) return undefined;
  return DeepLink.safeParse({ ...Object.fromEntries(entries), ...(page !== '' && { page }) }).data;
}

/** The link among a command line's arguments; undefined when there is none. */
export function findLinkArgument(args: readonly string[]): string | undefined {
  return args.find(isLink);
}

/** What stands before the link: whatever follows it may have been smuggled in with it. */
export function argumentsBeforeLink(args: readonly string[]): string[] {
  const at = args.findIndex(isLink);
  return at < 0 ? [...args] : args.slice(0, at);
}

function isLink(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}
