import type { BotId } from '../../contract/ids';
import type { LegacyReport, LegacySource, LegacyWish } from '../../contract/legacy';

/**
 * The calls about a repository that the older backup tool wrote: it is read, and left as it is. Refused with
 * `legacyEmpty`, `legacyForeign`, `legacyDamaged`, or `syncRefused` with what GitHub or git says against it.
 */
export interface LegacyCalls {
  /** What is in it and what would not come along. Large files are not fetched yet; nothing is kept of the token. */
  look(source: LegacySource, signal?: AbortSignal): Promise<LegacyReport>;
  /**
   * Makes a bot of its own out of it; resolves with that once it is started. `AppView.restoring` tells how far it is, and
   * `sync.cancelRestore` ends it: then, or when it fails, nothing of it is left.
   */
  bringAlong(wish: LegacyWish): Promise<BotId>;
  /** Whoever looked goes away: a look under way ends, and what was fetched for it is removed. */
  leave(): Promise<void>;
}
