/** Holds back what a program would do, until it may go on. */
export interface Freezer {
  readonly isFrozen: boolean;
  freeze(): void;
  /** Does what was held back, in its order. */
  thaw(): void;
  /** Runs it now, or when it thaws. */
  whenThawed(run: () => void): void;
  /** Resolves when it is not frozen. */
  thawed(): Promise<void>;
}

export function createFreezer(): Freezer {
  let held: (() => void)[] | undefined;
  const whenThawed = (run: () => void) => {
    if (held) held.push(run);
    else run();
  };
  return {
    get isFrozen() {
      return held !== undefined;
    },
    freeze() {
      held ??= [];
    },
    thaw() {
      const runs = held ?? [];
      held = undefined;
      for (const run of runs) run();
    },
    whenThawed,
    thawed: () => new Promise((resolve) => whenThawed(resolve)),
  };
}
