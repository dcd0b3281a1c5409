import { Button, Switch, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { BotView, LogEntry } from '../../electron/contract/view';
import { CopyButton } from '../parts/copy-button';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import { type LogRow, useLogLines } from './use-log-lines';
import './logs.css';

type Source = LogEntry['source'];

/** A plain tail of all services, with search and a switch per service. */
export function LogsPage({ bot }: { bot: BotView }) {
  const { t, language } = useText();
  const { rows, broken } = useLogLines(bot.id);
  const [search, setSearch] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<Source>>(new Set());
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const needle = search.trim().toLowerCase();
  const shown = rows.filter(
    (row) => !hidden.has(row.source) && (needle === '' || row.text.toLowerCase().includes(needle)),
  );
  const sources: readonly Source[] = [...bot.services.map((service) => service.name), 'botpier'];
  const lastId = shown.at(-1)?.id;

  useEffect(() => {
    if (follow && lastId !== undefined) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [follow, lastId]);
  useEffect(() => {
    const onSlash = (event: globalThis.KeyboardEvent) => {
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
    setHidden(next);
  };
  const onScroll = () => {
    const box = list.current;
    if (box && follow && box.scrollHeight - box.scrollTop - box.clientHeight > 60) setFollow(false);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setSearch('');
  };

  return (
    <>
      <header className="page-head">
        <h1>{t('logs.title')}</h1>
        <CopyButton
          text={shown.map((row) => `${timeOf(row, language)} ${row.source} ${row.text}`).join('\n')}
          label={t('logs.copy')}
        />
      </header>
      <div className="row wrap log-tools">
        <TextInput
          ref={field}
          className="log-search"
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onKey}
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
              {productOf(bot, source) ?? t('logs.own')}
            </button>
          ))}
        </div>
      </div>
      <ol
        className="log"
        data-wrap={wrap || undefined}
        ref={list}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={t('logs.list')}
      >
        {shown.map((row) => (
          <li key={row.id} data-stream={row.stream}>
            <time>{timeOf(row, language)}</time>
            <span className="log-source">{productOf(bot, row.source) ?? t('logs.own')}</span>
            <span className="log-text">
              <Found text={row.text} needle={needle} />
            </span>
          </li>
        ))}
        {shown.length === 0 && (
          <li className="log-empty">
            {needle === '' && hidden.size === 0 ? (
              t(broken ? 'logs.ended' : 'logs.none')
            ) : (
              <>
                {t('logs.nothing', { text: search.trim() })}{' '}
                <Button
                  variant="subtle"
                  size="xs"
                  onClick={() => {
                    setSearch('');
                    setHidden(new Set());
                  }}
                >
                  {t('logs.clear')}
                </Button>
              </>
            )}
          </li>
        )}
      </ol>
      <footer className="row spread wrap sm ink3">
        <span>{t('logs.redacted')}</span>
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

function productOf(bot: BotView, source: Source): string | undefined {
  return bot.services.find((service) => service.name === source)?.product;
}

function timeOf(row: LogRow, language: string): string {
  return new Date(row.at).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}

function Found({ text, needle }: { text: string; needle: string }) {
  const at = needle === '' ? -1 : text.toLowerCase().indexOf(needle);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + needle.length)}</mark>
      {text.slice(at + needle.length)}
    </>
  );
}
