import type { BotId, ServiceName } from '../../contract/ids';
import type {
  CleanUpItem,
  CleanUpOutcome,
  DiskUse,
  LiveReading,
  MemoryLimit,
  ResourceHistory,
  WslMemory,
} from '../../contract/resources';

export interface ResourceCalls {
  /** One reading a second of each running service until `signal` aborts. The engine is asked while somebody looks. */
  live(bot: BotId, signal: AbortSignal): AsyncIterable<LiveReading>;
  /** The last 24 hours. */
  history(bot: BotId): Promise<ResourceHistory>;
  /** Of images, volumes and logs of all bots. Takes seconds. */
  disk(): Promise<DiskUse>;
  /** Exactly what `cleanUp` can remove. */
  listCleanUp(): Promise<CleanUpItem[]>;
  /** Removes what is ticked and still listed; every volume is named once more in `data`, else `confirmationNeeded`. */
  cleanUp(ticked: { items: readonly string[]; data: readonly string[] }): Promise<CleanUpOutcome>;
  limits(bot: BotId): Promise<MemoryLimit[]>;
  /**
   * Another limit for a service, or its usual one; its container is made anew. `memoryLimitRefused` when it did not come
   * up with that: then all is as before.
   */
  limitMemory(bot: BotId, service: ServiceName, bytes: number | undefined): Promise<void>;
  /** Null where containers run without WSL. */
  wsl(): Promise<WslMemory | null>;
  /** Caps WSL's memory in the user's `.wslconfig`. */
  capWsl(bytes: number): Promise<void>;
  /** Takes the cap back. */
  uncapWsl(): Promise<void>;
}
