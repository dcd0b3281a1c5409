import type { StackId } from '../../contract/ids';

/** Puts one brain of a bot in another's place, and back. */
export interface BrainChanger {
  /**
   * Wishes for another brain. Resolves once that is on disk, and, after a change of mind, once what was begun before
   * is taken back.
   * @throws AppError `notAllowed` for a bot that is stopped, or has no model; `busy` before `recover` is through
   */
  begin(to: StackId): Promise<void>;
  /** Takes back what is under way; resolves once it is. */
  cancel(): Promise<void>;
  /**
   * Takes back what BotPier did not bring to an end when it ran last; nothing else may happen before. Where that cannot
   * be written down now, it is tried again.
   */
  recover(): Promise<void>;
  /** Resolves once nothing is being changed. */
  idle(): Promise<void>;
  /** Stops where it is, for `recover`. */
  close(): Promise<void>;
}
