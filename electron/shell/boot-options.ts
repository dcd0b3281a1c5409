import type { LookOnly } from '../app/app-ports';
import type { ShowOnDesktop } from '../app/notify/create-notifier';
import type { Language } from '../app/notify/message';
import type { MakeUpdates } from '../app/update/update-controls';
import type { GuardProgram } from '../engine/docker/pause-guard';
import type { SecretBoxes } from './own-boxes';
import type { ShellOptions } from './shell-options';

/** What a shell says when it starts the app. */
export interface BootOptions extends ShellOptions {
  /** Where a browser finds us, told to whoever comes second to the same data. */
  url: string | undefined;
  /** Looks and tells, changes nothing; may run beside another of us. */
  lookOnly?: LookOnly | undefined;
  /** What secrets are sealed with, where the shell has better than our own. */
  boxes?: SecretBoxes;
  /** What unpauses containers when this process dies, where that is not Node. */
  pauseGuard?: GuardProgram | undefined;
  /** How the app is replaced by a newer version of it, where the shell can do that. */
  updates?: MakeUpdates | undefined;
  /** Shows notifications of the system's own, where the shell has any. */
  showOnDesktop?: ShowOnDesktop | undefined;
  /** What the system says of proxies, as a PAC script answers; left out, the environment is asked. */
  systemProxy?: (() => Promise<string>) | undefined;
  /** Shows a folder in the system's own way, where the shell can. */
  openFolder?: ((path: string) => Promise<void>) | undefined;
  /** What `auto` means for words that leave the app. */
  systemLanguage?: Language | undefined;
}
