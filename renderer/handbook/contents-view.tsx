import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import type { Article } from './article';
import { CONTENTS, GROUPS } from './contents';
import { findArticles } from './find-articles';
import { handbookHref } from './handbook-href';

interface Props {
  articles: readonly Article[];
  search: string;
  onSearch(search: string): void;
  /** What the address asked for and is not there; empty for the contents. */
  missing: string;
}

/** What is in the handbook, or where it speaks of what is looked for. */
export function ContentsView({ articles, search, onSearch, missing }: Props) {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const searching = search.trim() !== '';
  return (
    <>
      <header className="page-head">
        <h1>{t('handbook.title')}</h1>
        <TextInput
          ref={field}
          className="handbook-search"
          aria-label={t('handbook.find')}
          placeholder={t('handbook.find')}
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onSearch('')}
        />
      </header>
      {missing !== '' && <p className="note">{t('handbook.missing')}</p>}
      {searching ? (
        <Results articles={articles} search={search.trim()} onClear={() => onSearch('')} />
      ) : (
        <Groups articles={articles} />
      )}
    </>
  );
}

function Results({
  articles,
  search,
  onClear,
}: {
  articles: readonly Article[];
  search: string;
  onClear(): void;
}) {
  const { t } = useText();
  const found = findArticles(articles, search);
  return (
    <>
      <p className="sm ink2" role="status">
        {found.length > 0
          ? t('handbook.found', { n: found.length })
          : t('handbook.nothing', { text: search })}
      </p>
      {found.length > 0 ? (
        <ul className="card handbook-found">
          {found.map(({ id, title, line }) => (
            <li key={id}>
              <a href={handbookHref(id)}>{title}</a>
              <p className="sm ink2">{line}</p>
            </li>
          ))}
        </ul>
      ) : (
        <div className="row">
          <Button onClick={onClear}>{t('handbook.clear')}</Button>
        </div>
      )}
    </>
  );
}

function Groups({ articles }: { articles: readonly Article[] }) {
  const { t } = useText();
  const titles = new Map(articles.map(({ id, title }) => [id, title]));
  return (
    <div className="handbook-groups">
      {GROUPS.map((group) => (
        <section key={group} className="card">
          <h2>{t(`handbook.group.${group}`)}</h2>
          <ul>
            {CONTENTS[group].map((id) => (
              <li key={id}>
                <a href={handbookHref(id)}>{titles.get(id)}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
