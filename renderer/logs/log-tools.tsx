import { SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { LogEntry, LogLevel } from '../../electron/contract/view';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';

type Source = LogEntry['source'];

interface Props {
  sources: readonly Source[];
  productOf: (source: Source) => string;
  search: string;
  onSearch: (search: string) => void;
  hidden: ReadonlySet<Source>;
  onHidden: (hidden: ReadonlySet<Source>) => void;
  from: LogLevel;
  onFrom: (from: LogLevel) => void;
}

/** Search, a switch per service, and how bad a line must be to be seen. `/` leads to the search. */
export function LogTools({ sources, productOf, search, onSearch, hidden, onHidden, from, onFrom }: Props) {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onSlash = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onSlash);
    return () => removeEventListener('keydown', onSlash);
  }, []);
  const toggle = (source: Source) => {
    const next = new Set(hidden);
    if (!next.delete(source)) next.add(source);
    onHidden(next);
  };
  return (
    <div className="row wrap log-tools">
      <TextInput
        ref={field}
        className="log-search"
        aria-label={t('logs.search')}
        placeholder={t('logs.search')}
        leftSection={<Icon name="search" />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onSearch('')}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('logs.level')}
        value={from}
        onChange={(value) => onFrom(value as LogLevel)}
        data={[
          { value: 'debug', label: t('logs.levels.all') },
          { value: 'warn', label: t('logs.levels.warn') },
          { value: 'error', label: t('logs.levels.error') },
        ]}
      />
      <div className="row wrap log-sources">
        {sources.map((source) => (
          <button
            key={source}
            type="button"
            className="chip"
            aria-pressed={!hidden.has(source)}
            onClick={() => toggle(source)}
          >
            {!hidden.has(source) && <Icon name="tick" size={14} />}
            {productOf(source)}
          </button>
        ))}
      </div>
    </div>
  );
}
