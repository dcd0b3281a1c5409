import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/** Rows drawn beyond the edges, so that Tab always finds the next one. */
const BEYOND = 6;

interface Props<T> {
  items: readonly T[];
  keyOf(item: T): string;
  /** Every row is as high, px. */
  rowHeight: number;
  label: string;
  children(item: T): ReactNode;
}

/** A list of which only what is seen is drawn: hundreds of rows cost what a dozen do. Scrolls by itself. */
export function WindowedList<T>({ items, keyOf, rowHeight, label, children }: Props<T>) {
  const frame = useRef<HTMLElement>(null);
  const [first, setFirst] = useState(0);
  const [seen, setSeen] = useState(20);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setSeen(Math.ceil(element.clientHeight / rowHeight));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [rowHeight]);

  const from = Math.max(0, Math.min(first, items.length - seen) - BEYOND);
  const drawn = items.slice(from, first + seen + BEYOND);
  return (
    <section
      ref={frame}
      className="windowed"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / rowHeight))}
    >
      <ul style={{ height: items.length * rowHeight }}>
        {drawn.map((item, index) => (
          <li
            key={keyOf(item)}
            aria-posinset={from + index + 1}
            aria-setsize={items.length}
            style={{ height: rowHeight, transform: `translateY(${(from + index) * rowHeight}px)` }}
          >
            {children(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}
