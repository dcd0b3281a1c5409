import type { Bot } from '../../contract/bot';

/** A number of QQ's, of a person or a group, where nothing says that it is one. */
const NUMBER = /(?<![A-Za-z0-9.])[1-9]\d{5,10}(?![A-Za-z0-9]|\.\d)/g;
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Puts `[person 1]`, `[person 2]` … in the place of QQ numbers and mail addresses: the same one each time, so that a
 * reader can still tell them apart. Other numbers as long as a QQ number go with them.
 */
export function createPeopleMask(bots: readonly Bot[]): (text: string) => string {
  const seen = new Map<string, string>();
  const stand = (who: string) => {
    const known = seen.get(who) ?? `[person ${seen.size + 1}]`;
    seen.set(who, known);
    return known;
  };
  // Those that are known are found wherever they stand, also in the middle of a name.
  const known = bots
    .flatMap(({ account = '', owner = '', hearing }) => [
      account,
      owner,
      ...hearing.groups.list,
      ...hearing.people.list,
    ])
    .filter((number) => /^\d{5,}$/.test(number));
  return (text) => {
    const named = known.reduce(
      (left, number) => left.replace(new RegExp(`(?<!\\d)${number}(?!\\d)`, 'g'), stand),
      text,
    );
    return named.replace(ADDRESS, stand).replace(NUMBER, stand);
  };
}
