import type { BotId } from '../../contract/ids';
import type {
  RepositoryReport,
  SavedGeneration,
  SyncPatch,
  SyncRestore,
  SyncSetUp,
  SyncSource,
  TokenReport,
} from '../../contract/sync';

/**
 * The calls about saving bots to repositories and bringing them back. What GitHub, git or a key says against it is
 * `syncRefused`, with the `problem` and its values.
 */
export interface SyncCalls {
  /** What a token may do, asked live, and the private repositories that it may write to. Nothing is kept. */
  checkToken(token: string, signal?: AbortSignal): Promise<{ report: TokenReport; repositories: string[] }>;
  /** What lies in a branch. Nothing is kept. */
  checkRepository(source: SyncSource, signal?: AbortSignal): Promise<RepositoryReport>;
  /**
   * Makes the repository when it is to be a new one, and the keys. Saving begins once the recovery key, which is answered
   * this once, is confirmed. `repositoryInUse` where another bot is saved; `notAllowed` before the first reply.
   */
  setUp(bot: BotId, input: SyncSetUp, signal?: AbortSignal): Promise<{ recoveryKey: string }>;
  /** Other keys, for who lost the recovery key before confirming it. `notAllowed` afterwards. */
  renewKey(bot: BotId): Promise<{ recoveryKey: string }>;
  /** `recoveryKeyWrong` for another one. */
  confirmKey(bot: BotId, recoveryKey: string): Promise<void>;
  /** Another token for the same repository; kept only when it works. */
  setToken(bot: BotId, token: string, signal?: AbortSignal): Promise<TokenReport>;
  /** Puts the recovery key in place of the key that this computer can no longer read. */
  setKey(bot: BotId, recoveryKey: string, signal?: AbortSignal): Promise<void>;
  patch(bot: BotId, patch: SyncPatch): Promise<void>;
  /** Saves now; resolves when it is over, however it ended: the bot's view tells. */
  now(bot: BotId): Promise<void>;
  cancel(bot: BotId): Promise<void>;
  /** This computer goes on saving where another one did. `notAllowed` when there is nothing to choose. */
  takeOver(bot: BotId): Promise<void>;
  /** Forgets token and keys. The repository stays as it is. */
  turnOff(bot: BotId): Promise<void>;
  /** Saved states, newest first. */
  generations(source: SyncSource, signal?: AbortSignal): Promise<SavedGeneration[]>;
  /**
   * Brings a saved bot back, as a bot of its own or, with `bot`, in the place of that one, and goes on saving it from
   * here; resolves with it once it is started. `AppView.restoring` tells how far it is. One at a time: `busy`.
   */
  restore(input: SyncRestore): Promise<BotId>;
  /** The same out of a file that a snapshot was saved as, on the computer that BotPier runs on. */
  restoreFile(input: { path: string; passphrase: string }): Promise<BotId>;
  /** Nothing is left of a restore that is ended. */
  cancelRestore(): Promise<void>;
}
