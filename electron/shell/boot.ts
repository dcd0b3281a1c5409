import type { App } from '../app/api';
import type { SettingsPatch } from '../contract/settings';
import type { BootOptions } from './boot-options';
import type { ShellOptions } from './shell-options';

/**
 * Starts the app as every shell has it: on Docker, or rehearsed; what the flags say of the network is written
 * into the settings.
 * @throws AppError `dataDirLocked` when another of us has the data directory
 */
export async function bootApp(options: BootOptions): Promise<App> {
  const app = options.rehearse
    ? await (await import('./boot-rehearsal')).bootRehearsal(options)
    : await (await import('./boot-on-docker')).bootOnDocker(options);
  const network = networkOf(options);
  if (network && !options.lookOnly) await app.settings.patch({ network });
  return app;
}

function networkOf({ mirrors, registry, proxy }: ShellOptions): SettingsPatch['network'] {
  if (mirrors.length === 0 && registry === undefined && proxy === undefined) return undefined;
  return {
    ...(mirrors.length > 0 && { mirrors: [...mirrors] }),
    ...(registry !== undefined && { pluginRegistry: registry }),
    ...(proxy !== undefined && { proxy }),
  };
}
