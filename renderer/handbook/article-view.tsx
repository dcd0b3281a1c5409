import { useEffect, useRef } from 'react';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import type { Article } from './article';
import { SEE } from './contents';
import { handbookHref } from './handbook-href';

/** A page of the handbook, and what to read next. */
export function ArticleView({ article, articles }: { article: Article; articles: readonly Article[] }) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
    const onKey = ({ key, target }: KeyboardEvent) => {
      // An open menu of the rail closes by the same key.
      const isHere = target === document.body || (target instanceof Element && target.closest('article'));
      if (key === 'Escape' && isHere) history.back();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const next = SEE[article.id]?.flatMap((id) => articles.find((one) => one.id === id) ?? []) ?? [];
  return (
    <article className="handbook-article">
      <a className="row sm handbook-back" href={handbookHref()}>
        <Icon name="back" size={16} /> {t('handbook.title')}
      </a>
      <h1 ref={heading} tabIndex={-1}>
        {article.title}
      </h1>
      <p className="handbook-lead">{article.lead}</p>
      {article.sections.map(({ title, lines, inOrder }) => (
        <section key={title}>
          <h2>{title}</h2>
          {inOrder && lines.length > 1 ? (
            <ol className="handbook-steps">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          ) : lines.length > 1 ? (
            <ul className="handbook-points">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : (
            <p>{lines[0]}</p>
          )}
        </section>
      ))}
      {next.length > 0 && (
        <nav className="handbook-next" aria-label={t('handbook.next')}>
          <h2>{t('handbook.next')}</h2>
          <ul>
            {next.map((one) => (
              <li key={one.id}>
                <a href={handbookHref(one.id)}>{one.title}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </article>
  );
}
