import type { BotId, ServiceName } from '../../contract/ids';
import type { SnapshotId } from '../../contract/snapshot';

/** Keeps a bot's data as it was before an update, for the way back. */
export interface DataKeeper {
  /** Keeps everything as it is now; the bot goes on. @throws AppError `diskFull` */
  take(bot: BotId, signal: AbortSignal): Promise<SnapshotId>;
  /** Puts the data of one service, which must not run, back as it was kept. What is begun again ends the same. */
  restore(bot: BotId, snapshot: SnapshotId, service: ServiceName, signal: AbortSignal): Promise<void>;
  /** Removes the data that was put aside by that, once no container holds it. */
  clear(bot: BotId): Promise<void>;
}
