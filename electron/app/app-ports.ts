import type { ModelPreset } from '../contract/view';
import type { EngineHost } from '../engine/engine';
import type { Clock } from '../lib/clock';
import type { RehearsalControls } from './api';
import type { DigestOf } from './app-parts';
import type { VersionsOf } from './bot/define-services';
import type { Serve } from './gateway/door';
import type { ShowOnDesktop } from './notify/create-notifier';
import type { Language } from './notify/message';
import type { WslHost } from './resources/wsl-memory';
import type { SecretStore } from './secrets/secret-store';
import type { CodeHost } from './sync/create-saving';
import type { MakeUpdates } from './update/update-controls';

export type LookOnly = 'silent' | 'asking';

/** What the app is given by whoever starts it. */
export interface AppPorts {
  engineHost: EngineHost;
  secrets: SecretStore;
  clock: Clock;
  /** Data directory; made when absent. */
  dir: string;
  /** Takes one redacted line of BotPier's own log. */
  log: (line: string) => void;
  fetch: typeof fetch;
  rehearsal?: RehearsalControls;
  modelPreset?: ModelPreset;
  /** Where a new key pool's keys are valid, where that is not the provider's own address. */
  keyPoolBaseUrl?: string;
  /**
   * The host port that a service gets when it is free, by the one it is known under; undefined: any. Left out: that
   * one, and in a rehearsal any, for the real bots beside it.
   */
  usualPort?: (known: number) => number | undefined;
  /** How this shell replaces the app by a newer version of it; left out where something else does. */
  updates?: MakeUpdates;
  /** Shows a notification of the system's own, where the shell has any. */
  showOnDesktop?: ShowOnDesktop;
  /** What the system says of proxies, as a PAC script answers. */
  systemProxy?: () => Promise<string>;
  /** Shows a folder in the system's own way, where the shell can. */
  openFolder?: (path: string) => Promise<void>;
  /** What `auto` means for words that leave the app; left out: this process's own locale. */
  systemLanguage?: Language;
  /** Where this instance can be reached, told to a second one on the same data directory. */
  url?: string;
  /** What the official source says an image's digest is; left out where nothing outside may be asked. */
  resolveDigest?: (reference: string, signal: AbortSignal) => Promise<string | undefined>;
  /**
   * The digest of what a reference names by now, as the official source says, else a mirror; undefined where nobody says.
   * Left out where nothing outside may be asked: then nothing newer is found.
   */
  digestOf?: DigestOf;
  /** The versions of a service that bots may run; left out: those that it names itself. */
  known?: VersionsOf;
  /**
   * Looks and tells, but mends nothing, and leaves the data directory to whoever holds it. `asking`: also asks the
   * model and the brain one short thing each, to know whether the bot answers.
   */
  lookOnly?: LookOnly | undefined;
  /** Where this computer's containers run in WSL. */
  wsl?: WslHost | undefined;
  /** GitHub, and the git that speaks to it; left out: github.com, and the git on PATH. */
  codeHost?: CodeHost;
  /** How the pages that a gateway takes to this app are served; left out where nothing may be listened on. */
  serve?: Serve;
}
