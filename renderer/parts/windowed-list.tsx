import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/** Rows drawn beyond the edges, so that the next one is there to walk to. */
const BEYOND = 6;

interface Props<T> {
  items: readonly T[];
  keyOf(item: T): string;
  /** Every row is as high, px. */
  rowHeight: number;
  label: string;
  /** A row; its controls take `tabIndex`. */
  children(item: T, tabIndex: 0 | -1): ReactNode;
}

/**
 * A list of which only what is seen is drawn: hundreds of rows cost what a dozen do. Scrolls by itself. Tab stops at
 * the controls of one row; ↑ ↓, Home and End go to another.
 */
export function WindowedList<T>({ items, keyOf, rowHeight, label, children }: Props<T>) {
  const frame = useRef<HTMLElement>(null);
  const [first, setFirst] = useState(0);
  const [seen, setSeen] = useState(20);
  const [current, setCurrent] = useState(0);
  // Which control of the row walked to is to be focused, once the row is drawn.
  const wanted = useRef<number>(undefined);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setSeen(Math.ceil(element.clientHeight / rowHeight));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [rowHeight]);

  useLayoutEffect(() => {
    const row = frame.current?.querySelector(`[aria-posinset="${current + 1}"]`);
    if (wanted.current === undefined || !row) return;
    const controls = controlsOf(row);
    const at = Math.min(wanted.current, controls.length - 1);
    // The first cannot go up, nor the last down: what stands beside that is still in the row.
    const usable = [...controls.slice(at), ...controls.slice(0, at).reverse()].find(
      (control) => !control.matches(':disabled'),
    );
    usable?.focus();
    wanted.current = undefined;
  });

  const from = Math.max(0, Math.min(first, items.length - seen) - BEYOND);
  const drawn = items.slice(from, first + seen + BEYOND);
  const stop = current >= from && current < from + drawn.length ? current : first;

  const walk = (event: KeyboardEvent) => {
    const to = target(event.key, stop, items.length - 1);
    const element = frame.current;
    if (to === undefined || !element || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const row = event.target.closest('li');
    wanted.current = row ? controlsOf(row).indexOf(event.target) : 0;
    const top = to * rowHeight;
    const lowest = top + rowHeight - element.clientHeight;
    element.scrollTop = Math.min(top, Math.max(lowest, element.scrollTop));
    setCurrent(to);
  };

  return (
    <section
      ref={frame}
      className="windowed"
      aria-label={label}
      onKeyDown={walk}
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / rowHeight))}
    >
      <ul style={{ height: items.length * rowHeight }}>
        {drawn.map((item, index) => {
          const at = from + index;
          return (
            <li
              key={keyOf(item)}
              aria-posinset={at + 1}
              aria-setsize={items.length}
              style={{ height: rowHeight, transform: `translateY(${at * rowHeight}px)` }}
              onFocus={() => setCurrent(at)}
            >
              {children(item, at === stop ? 0 : -1)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('button, input, a[href]')];
}

function target(key: string, at: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
