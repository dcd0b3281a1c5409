import { Button, Switch } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { BotView, LogEntry, LogLevel } from '../../electron/contract/view';
import { useText } from '../text/text';
import { LogActions } from './log-actions';
import type { LogBook, LogFilter } from './log-book';
import { LogList } from './log-list';
import { LogTools } from './log-tools';
import { useLines, useLogBook } from './use-log-book';
import './logs.css';

/** Lines of each service that are read at first, and then on request. */
const TAILS = [500, 20_000, 1_000_000] as const;

/** Everything that the bot's services and BotPier itself say, in order of time. */
export function LogsPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  const [tail, setTail] = useState<number>(TAILS[0]);
  const { book, isBroken } = useLogBook(bot.id, tail);
  const [search, setSearch] = useState('');
  const [hidden, setHidden] = useState<LogFilter['hidden']>(new Set());
  const [from, setFrom] = useState<LogLevel>('debug');
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const needle = search.trim().toLowerCase();
  useEffect(() => book.show({ hidden, from, needle }), [book, hidden, from, needle]);

  const products = useMemo(
    () => new Map<LogEntry['source'], string>(bot.services.map(({ name, product }) => [name, product])),
    [bot.services],
  );
  const productOf = (source: LogEntry['source']) => products.get(source) ?? t('logs.own');
  const isFiltered = needle !== '' || hidden.size > 0 || from !== 'debug';
  const nextTail = TAILS.find((more) => more > tail);
  const clear = () => {
    setSearch('');
    setHidden(new Set());
    setFrom('debug');
  };

  return (
    <>
      <header className="page-head">
        <h1>{t('logs.title')}</h1>
        <LogActions book={book} productOf={productOf} name={bot.name} />
      </header>
      <LogTools
        sources={[...products.keys(), 'botpier']}
        productOf={productOf}
        search={search}
        onSearch={setSearch}
        hidden={hidden}
        onHidden={setHidden}
        from={from}
        onFrom={setFrom}
      />
      <LogList
        // What the list has measured holds for one kind of line breaking.
        key={`${tail} ${wrap}`}
        book={book}
        needle={needle}
        productOf={productOf}
        wrap={wrap}
        follow={follow}
        onFollow={setFollow}
        older={
          nextTail !== undefined &&
          !isFiltered && (
            <OlderLines
              book={book}
              tail={tail}
              isAll={nextTail === TAILS.at(-1)}
              onMore={() => setTail(nextTail)}
            />
          )
        }
        empty={
          isFiltered ? (
            <>
              <NothingFound book={book} text={search.trim()} />{' '}
              <Button variant="subtle" size="xs" onClick={clear}>
                {t('logs.clear')}
              </Button>
            </>
          ) : (
            t(isBroken ? 'logs.ended' : 'logs.none')
          )
        }
      />
      <footer className="row spread wrap sm ink3">
        <span>
          <LineCount book={book} /> · {t('logs.bound')} · {t('logs.redacted')}
        </span>
        <span className="row wrap">
          <Switch
            label={t('logs.wrap')}
            checked={wrap}
            onChange={(event) => setWrap(event.currentTarget.checked)}
          />
          <Switch
            label={t('logs.follow')}
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
        </span>
      </footer>
    </>
  );
}

function OlderLines(props: { book: LogBook; tail: number; isAll: boolean; onMore: () => void }) {
  const { book, tail, isAll, onMore } = props;
  const { t } = useText();
  useLines(book);
  if (book.rows.length < tail) return null;
  return (
    <Button variant="subtle" size="xs" onClick={onMore}>
      {t(isAll ? 'logs.all' : 'logs.older')}
    </Button>
  );
}

function NothingFound({ book, text }: { book: LogBook; text: string }) {
  const { t } = useText();
  useLines(book);
  return book.isSearching ? t('logs.searching') : t('logs.nothing', { text });
}

function LineCount({ book }: { book: LogBook }) {
  const { t } = useText();
  useLines(book);
  return t('logs.count', { count: book.shown.length });
}
