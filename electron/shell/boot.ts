import type { App } from '../app/api';
import type { ShellOptions } from './shell-options';
import { createStillApp } from './still-app';

export interface BootOptions extends ShellOptions {
  /** Where a browser finds us, told to whoever comes second to the same data. */
  url: string | undefined;
}

export async function bootApp(_options: BootOptions): Promise<App> {
  return createStillApp();
}
