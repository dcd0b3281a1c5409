import type { LogEntry, LogLevel } from '../../electron/contract/view';

export interface LogRow extends LogEntry {
  /** Counts up, so that rows keep their identity. */
  id: number;
}

/** What is to be seen of a log. */
export interface LogFilter {
  hidden: ReadonlySet<LogEntry['source']>;
  /** The mildest level that is shown. */
  from: LogLevel;
  /** In lower case; empty = everything. */
  needle: string;
}

/** All lines that were read, and those of them that are to be seen; as large as a log gets, and never drawn whole. */
export interface LogBook {
  /** Changes with everything that is to be drawn. */
  readonly version: number;
  readonly rows: readonly LogRow[];
  readonly shown: readonly LogRow[];
  /** How many shown rows were dropped at the old end: what a list's first index is. */
  readonly droppedShown: number;
  /** A new filter is still being applied to a long log. */
  readonly isSearching: boolean;
  add(entries: readonly LogEntry[]): void;
  clear(): void;
  show(filter: LogFilter): void;
  subscribe(listener: () => void): () => void;
}

/** More than anybody scrolls through; what is older is dropped, a tenth at a time. */
const KEEP = 1_000_000;
/** Rows looked at in one go: a few milliseconds. */
const SLICE = 40_000;

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

export const EVERYTHING: LogFilter = { hidden: new Set(), from: 'debug', needle: '' };

/** @param later runs a piece of work when the page has had time to draw */
export function createLogBook(
  keep = KEEP,
  later: (work: () => void) => void = (work) => setTimeout(work),
): LogBook {
  const listeners = new Set<() => void>();
  let filter = EVERYTHING;
  let rows: LogRow[] = [];
  let shown: LogRow[] = rows;
  let nextId = 0;
  let droppedShown = 0;
  let version = 0;
  /** Rows before this one were looked at with the filter; undefined when all were. */
  let searchedTo: number | undefined;

  const isEverything = () => filter.hidden.size === 0 && filter.needle === '' && filter.from === 'debug';
  const fits = (row: LogRow) =>
    RANK[row.level] >= RANK[filter.from] &&
    !filter.hidden.has(row.source) &&
    (filter.needle === '' || row.text.toLowerCase().includes(filter.needle));
  const tell = () => {
    version += 1;
    for (const listener of [...listeners]) listener();
  };

  function dropOld(): void {
    const excess = rows.length - keep;
    if (excess <= keep / 10) return;
    const wasAll = shown === rows;
    const firstKept = rows[excess]?.id ?? 0;
    rows = rows.slice(excess);
    const droppedNow = wasAll ? excess : firstIndex(shown, firstKept);
    shown = wasAll ? rows : shown.slice(droppedNow);
    droppedShown += droppedNow;
    if (searchedTo !== undefined) searchedTo = Math.max(0, searchedTo - excess);
  }

  function search(of: LogFilter): void {
    if (of !== filter || searchedTo === undefined) return;
    const end = Math.min(rows.length, searchedTo + SLICE);
    for (; searchedTo < end; searchedTo++) {
      const row = rows[searchedTo];
      if (row && fits(row)) shown.push(row);
    }
    if (searchedTo >= rows.length) searchedTo = undefined;
    else later(() => search(of));
    tell();
  }

  return {
    get version() {
      return version;
    },
    get rows() {
      return rows;
    },
    get shown() {
      return shown;
    },
    get droppedShown() {
      return droppedShown;
    },
    get isSearching() {
      return searchedTo !== undefined;
    },
    add(entries) {
      for (const entry of entries) {
        const row = { ...entry, id: nextId++ };
        rows.push(row);
        // What a search has not come to yet, it will.
        if (shown !== rows && searchedTo === undefined && fits(row)) shown.push(row);
      }
      dropOld();
      tell();
    },
    clear() {
      rows = [];
      shown = isEverything() ? rows : [];
      searchedTo = undefined;
      droppedShown = 0;
      tell();
    },
    show(next) {
      filter = next;
      droppedShown = 0;
      if (isEverything()) {
        shown = rows;
        searchedTo = undefined;
        tell();
        return;
      }
      shown = [];
      searchedTo = 0;
      search(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The first row with this id or a later one. */
function firstIndex(rows: readonly LogRow[], id: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
