import Anser from 'anser';
import { memo, type ReactNode } from 'react';
import type { LogRow } from './log-book';
import { exactTime, shortTime } from './log-time';

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

/** Whatever a program sends to a terminal besides colours: titles, cursor moves, bells. */
const CONTROLS = new RegExp(
  [
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
    `${ESC}\\[[0-9;?]*[A-LN-Za-ln-z]`,
    `(?!${ESC}|\\t)\\p{Cc}`,
  ].join('|'),
  'gu',
);

/** A line of the log; drawn only while it is on screen. */
export const LogLine = memo(function LogLine(props: {
  row: LogRow;
  product: string;
  needle: string;
  language: string;
}) {
  const { row, product, needle, language } = props;
  return (
    <div className="log-line" data-level={row.level}>
      <time dateTime={new Date(row.at).toISOString()} title={exactTime(row.at, language)}>
        {shortTime(row.at, language)}
      </time>
      <span className="log-source">{product}</span>
      <span className="log-text">{inColour(row.text, needle)}</span>
    </div>
  );
});

/** The text as it is read, copied and searched: without what is meant for a terminal. */
export function plainText(text: string): string {
  return Anser.ansiToText(text.replace(CONTROLS, ''));
}

function inColour(text: string, needle: string): ReactNode {
  const clean = text.replace(CONTROLS, '');
  // What is searched for may lie across colours.
  if (needle !== '') return <Found text={Anser.ansiToText(clean)} needle={needle} />;
  let at = 0;
  return Anser.ansiToJson(clean, { use_classes: true, remove_empty: true }).map((part) => {
    const bold = part.decorations.includes('bold') ? 'ansi-bold' : '';
    const classes = [part.fg, bold].filter(Boolean).join(' ');
    at += part.content.length;
    if (!classes) return part.content;
    return (
      <span key={at} className={classes}>
        {part.content}
      </span>
    );
  });
}

function Found({ text, needle }: { text: string; needle: string }) {
  const parts: ReactNode[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + needle.length)}</mark>);
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}
