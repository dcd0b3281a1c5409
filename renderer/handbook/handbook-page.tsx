import { use, useMemo, useState } from 'react';
import { useDetail } from '../frame/use-page';
import { useText } from '../text/text';
import { articleOf, findPageId } from './article';
import { ArticleView } from './article-view';
import { CONTENTS } from './contents';
import { ContentsView } from './contents-view';
import { loadHandbook } from './load-handbook';
import './handbook.css';

/** The built-in handbook: its contents with a search, or the page that the address names. */
export function HandbookPage() {
  const { t, language } = useText();
  const book = use(loadHandbook(language));
  const name = useDetail();
  const id = findPageId(book, name);
  const [search, setSearch] = useState('');
  const articles = useMemo(
    () =>
      Object.values(CONTENTS)
        .flat()
        .map((one) => articleOf(t, book, one)),
    [t, book],
  );
  const article = articles.find((one) => one.id === id);
  return article ? (
    <ArticleView key={article.id} article={article} articles={articles} />
  ) : (
    <ContentsView articles={articles} search={search} onSearch={setSearch} missing={name} />
  );
}
