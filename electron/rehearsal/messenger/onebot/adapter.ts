import type { OneBotEvent } from './protocol';

/** One configured end of OneBot while it runs. */
export interface OneBotAdapter<Config> {
  readonly config: Config;
  /** Takes a new configuration while running when it can; false: close and open it anew. */
  reconfigure(next: Config): boolean;
  emit(event: OneBotEvent): void;
  /** Drops every connection. */
  cut(): void;
  /** While true nobody gets in. */
  block(blocked: boolean): void;
  close(): Promise<void>;
}
