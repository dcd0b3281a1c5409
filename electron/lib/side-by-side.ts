/** Work that may overlap, up to a number. */
export interface SideBySide {
  /** Begins `work` once there is room; rejects when an earlier one failed. */
  begin(work: () => Promise<unknown>): Promise<void>;
  /** Resolves once all is done; rejects with the first failure, after the rest has ended. */
  end(): Promise<void>;
}

export function createSideBySide(atOnce: number): SideBySide {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    async begin(work) {
      while (running.size >= atOnce) await Promise.race(running);
      if (failures.length > 0) throw failures[0];
      const own: Promise<void> = work()
        .then(
          () => undefined,
          (error: unknown) => void failures.push(error),
        )
        .finally(() => running.delete(own));
      running.add(own);
    },
    async end() {
      await Promise.all(running);
      if (failures.length > 0) throw failures[0];
    },
  };
}
