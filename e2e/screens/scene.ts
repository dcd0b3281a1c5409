import type { Page } from '@playwright/test';
import type { AppView } from '../../electron/contract/view';
import type { FixtureApp } from './fixture-app';

/** A picture: what the app shows, where in the interface, and what is pressed before it is taken. */
export interface Scene {
  name: string;
  view: AppView;
  page?:
    | 'chat'
    | 'logs'
    | 'resources'
    | 'model'
    | 'pool'
    | 'settings'
    | 'backup'
    | `backup/${string}`
    | 'gateway'
    | 'handbook'
    | `handbook/${string}`;
  /** The section of the settings that is open, where it is not the first. */
  section?: string;
  /** The dialog that is open: its file in `renderer/`. */
  dialog?: string;
  check?: FixtureApp['check'];
  legacy?: Partial<FixtureApp['legacyAnswers']>;
  act?: (page: Page, app: FixtureApp) => Promise<void>;
  /** Also taken 380 px wide. */
  narrow?: boolean;
}
