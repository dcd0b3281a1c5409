import type { Sha256 } from '../../contract/snapshot';

/**
 * Bytes by their SHA-256, in files of that name below `snapshots/objects`, shared by all snapshots of all bots. What is
 * in it is never changed; a file is there whole, or not at all.
 */
export interface ObjectStore {
  has(sha256: Sha256): Promise<boolean>;
  /** All that are there by name, in one look. */
  names(): Promise<Set<Sha256>>;
  /** Where its file is; it may only be read. Does not say that it is there. */
  pathOf(sha256: Sha256): string;
  /**
   * Takes in a stream; nothing of it stays when it breaks off. `anew`: takes the place of what has that name already, of
   * which nobody knows whether it is whole. @throws AppError `diskFull`.
   */
  put(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: { anew?: boolean },
  ): Promise<{ sha256: Sha256; size: number }>;
  /** Takes a file away from where it is, after its bytes were counted; for who has hashed it already. */
  adopt(file: string, sha256: Sha256): Promise<void>;
  /** Whether its bytes still have that sum. */
  verify(sha256: Sha256): Promise<boolean>;
  /** Makes sure that a power cut takes nothing of what was put in: a manifest is written after it. */
  settle(): Promise<void>;
  /** Removes what none of the manifests names. Answers the bytes that were freed. */
  sweep(named: ReadonlySet<Sha256>): Promise<number>;
}
