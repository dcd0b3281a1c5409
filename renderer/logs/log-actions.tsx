import { Button } from '@mantine/core';
import type { LogEntry } from '../../electron/contract/view';
import { CopyButton } from '../parts/copy-button';
import { saveFile } from '../parts/save-file';
import { useText } from '../text/text';
import type { LogBook, LogRow } from './log-book';
import { plainText } from './log-line';
import { useLines } from './use-log-book';

/** More than fits into a message, and than a clipboard likes. */
const COPIED = 2_000;

/** Copies the newest lines that are seen, or saves all of them. */
export function LogActions(props: {
  book: LogBook;
  productOf: (source: LogEntry['source']) => string;
  name: string;
}) {
  const { book, productOf, name } = props;
  const { t } = useText();
  useLines(book);
  const lineOf = (row: LogRow) =>
    `${new Date(row.at).toISOString()} ${productOf(row.source)} ${row.level} ${plainText(row.text)}\n`;
  const save = () => {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    saveFile(`botpier-${name}-${time}.log`, new Blob(book.shown.map(lineOf)), 'text/plain');
  };
  return (
    <span className="row">
      <CopyButton text={() => book.shown.slice(-COPIED).map(lineOf).join('')} label={t('logs.copy')} />
      <Button variant="default" disabled={book.shown.length === 0} onClick={save}>
        {t('logs.save')}
      </Button>
    </span>
  );
}
