import type { AppView } from '../../../contract/view';

/** What went down in the shell itself, and stays down until it is opened again. */
export type Trouble = 'window' | 'gpu' | 'core';

/** Everything the tray is drawn from. */
export interface TrayState {
  /** Undefined until the app is up. */
  view: AppView | undefined;
  trouble: Trouble | undefined;
}
