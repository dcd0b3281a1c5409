import type { Article } from './article';
import type { PageId } from './page';

export interface Found {
  id: PageId;
  title: string;
  /** The first line of the page that holds what was looked for, else how the page begins. */
  line: string;
}

/** The pages that hold every word of the needle, those with all of them in the title first; empty for no needle. */
export function findArticles(articles: readonly Article[], needle: string): readonly Found[] {
  const words = plain(needle).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const inTitle: Found[] = [];
  const inText: Found[] = [];
  for (const { id, title, lead, sections } of articles) {
    const lines = [lead, ...sections.flatMap((section) => section.lines)];
    const has = (text: string) => words.every((word) => plain(text).includes(word));
    const line = lines.find((one) => words.some((word) => plain(one).includes(word))) ?? lead;
    if (has(title)) inTitle.push({ id, title, line });
    else if (has([title, id, ...lines].join('\n'))) inText.push({ id, title, line });
  }
  return [...inTitle, ...inText];
}

/** Full-width letters and capitals are typed by chance, so they count as their plain ones. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
