import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { type Components, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { LogEntry } from '../../electron/contract/view';
import { useText } from '../text/text';
import type { LogBook } from './log-book';
import { LogLine } from './log-line';
import { useLines } from './use-log-book';

interface Props {
  book: LogBook;
  needle: string;
  productOf: (source: LogEntry['source']) => string;
  wrap: boolean;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  /** Instead of lines. */
  empty: ReactNode;
  /** Above the first line. */
  older: ReactNode;
}

interface Context {
  empty: ReactNode;
  older: ReactNode;
}

const COMPONENTS: Components<unknown, Context> = {
  EmptyPlaceholder: ({ context }) => <div className="log-empty">{context?.empty}</div>,
  Header: ({ context }) => <div className="log-older">{context?.older}</div>,
};

/** Keys that lead away from the newest line. */
const BACK = new Set(['ArrowUp', 'PageUp', 'Home']);

/** The lines that are to be seen; of a million only those on screen are drawn. */
export function LogList({ book, needle, productOf, wrap, follow, onFollow, empty, older }: Props) {
  const { t, language } = useText();
  useLines(book);
  const list = useRef<VirtuosoHandle>(null);
  const first = book.droppedShown;
  const pause = () => follow && onFollow(false);

  return (
    <div className="log-frame">
      <Virtuoso<unknown, Context>
        ref={list}
        className="log"
        data-wrap={wrap || undefined}
        aria-label={t('logs.list')}
        role="log"
        aria-live="off"
        tabIndex={0}
        totalCount={book.shown.length}
        firstItemIndex={first}
        computeItemKey={(index) => book.shown[index - first]?.id ?? index}
        initialTopMostItemIndex={Math.max(0, book.shown.length - 1)}
        followOutput={() => (follow ? 'auto' : false)}
        increaseViewportBy={200}
        components={COMPONENTS}
        context={{ empty, older }}
        onWheel={(event) => event.deltaY < 0 && pause()}
        onKeyDown={(event) => BACK.has(event.key) && pause()}
        onTouchMove={pause}
        // The scroll bar belongs to the frame itself, and to no line.
        onPointerDown={(event) => event.target === event.currentTarget && pause()}
        itemContent={(index) => {
          const row = book.shown[index - first];
          return (
            row && <LogLine row={row} product={productOf(row.source)} needle={needle} language={language} />
          );
        }}
      />
      {!follow && book.shown.length > 0 && (
        <Button
          className="log-latest"
          size="xs"
          onClick={() => {
            onFollow(true);
            list.current?.scrollToIndex({ index: 'LAST' });
          }}
        >
          {t('logs.latest')}
        </Button>
      )}
    </div>
  );
}
