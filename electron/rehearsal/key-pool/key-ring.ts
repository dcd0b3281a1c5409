/** The pool's keys, asked in turn; one that failed too often is stepped over. Counts live as long as the process. */
export interface KeyRing {
  /** The next key that has not failed too often, else just the next one. @throws when there is none at all */
  nextWorking(): string;
  /** Any that has not failed too often. */
  randomValid(): string;
  /** Counts a failure; the answer is the key to go on with, '' after the last try. */
  fail(key: string, tries: number, maxTries: number): string;
  /** Counts a failure of a check, also of a key that is none of ours when `adopt`. */
  failCheck(key: string, adopt: boolean): void;
  reset(key: string): void;
  resetAll(): void;
  split(): { valid_keys: Record<string, number>; invalid_keys: Record<string, number> };
  /** A ring of other keys that remembers the failures of those it had before. */
  rebuild(keys: readonly string[], maxFailures: number): KeyRing;
}

export function createKeyRing(
  given: readonly string[],
  maxFailures: number,
  known: ReadonlyMap<string, number> = new Map(),
): KeyRing {
  const keys = [...new Set(given)];
  const fails = new Map(keys.map((key) => [key, known.get(key) ?? 0]));
  const count = (key: string) => fails.get(key) ?? 0;
  const isValid = (key: string) => count(key) < maxFailures;
  let turn = 0;

  const next = (): string => {
    const key = given[turn % given.length];
    turn += 1;
    // What Python makes of the end of an empty circle inside a coroutine.
    if (key === undefined) throw new Error('coroutine raised StopIteration');
    return key;
  };
  const nextWorking = (): string => {
    const first = next();
    for (let key = first; ; ) {
      if (isValid(key)) return key;
      key = next();
      if (key === first) return key;
    }
  };

  return {
    nextWorking,
    randomValid() {
      const valid = keys.filter(isValid);
      return valid[Math.floor(Math.random() * valid.length)] ?? given[0] ?? '';
    },
    fail(key, tries, maxTries) {
      fails.set(key, count(key) + 1);
      return tries < maxTries ? nextWorking() : '';
    },
    failCheck(key, adopt) {
      if (adopt || fails.has(key)) fails.set(key, count(key) + 1);
    },
    reset(key) {
      if (fails.has(key)) fails.set(key, 0);
    },
    resetAll() {
      for (const key of fails.keys()) fails.set(key, 0);
    },
    split() {
      const pick = (valid: boolean) =>
        Object.fromEntries(
          keys.filter((key) => isValid(key) === valid).map((key) => [key, count(key)] as const),
        );
      return { valid_keys: pick(true), invalid_keys: pick(false) };
    },
    rebuild: (others, max) => createKeyRing(others, max, fails),
  };
}
