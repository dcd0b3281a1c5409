import type { Notice } from '../contract/view';
import { createValue, type Readable } from '../lib/value';

/** What the user should know once: shown until dismissed, for as long as the app runs. */
export interface Notices extends Readable<Notice[]> {
  /** The same code with the same values is one notice. */
  add(code: Notice['code'], params: Notice['params'], at: number): void;
  dismiss(id: string): void;
  /** What is not so any more. */
  remove(code: Notice['code']): void;
}

export function createNotices(): Notices {
  const value = createValue<Notice[]>([]);
  return {
    get: value.get,
    subscribe: value.subscribe,
    add(code, params, at) {
      const id = `${code} ${JSON.stringify(params)}`;
      if (!value.get().some((notice) => notice.id === id))
        value.set([...value.get(), { id, at, code, params }]);
    },
    dismiss(id) {
      value.set(value.get().filter((notice) => notice.id !== id));
    },
    remove(code) {
      if (value.get().some((notice) => notice.code === code))
        value.set(value.get().filter((notice) => notice.code !== code));
    },
  };
}
