/** A value that can be read now and watched for changes. */
export interface Readable<T> {
  get(): T;
  /** Calls `listener` on each change, not at once; the answer unsubscribes. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Value<T> extends Readable<T> {
  /** Replaces the value; listeners hear of it unless it is the same by `Object.is`. */
  set(next: T): void;
}

/** A plain observable cell. A listener that throws does not keep the others from hearing. */
export function createValue<T>(initial: T): Value<T> {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => current,
    set(next) {
      if (Object.is(next, current)) return;
      current = next;
      for (const listener of [...listeners]) {
        try {
          listener(next);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
