import type { App } from '../app/api';
import { createApp } from '../app/create-app';
import { createDockerHost } from '../engine/docker/docker-host';
import { systemClock } from '../lib/clock';
import type { BootOptions } from './boot';
import { defaultDataDir } from './data-dir';
import { createLogFile } from './log-file';
import { createMemorySecrets } from './memory-secrets';
import { modelPresetOf } from './model-preset';

/** Starts the app on this computer's Docker engine. */
export async function bootOnDocker(options: BootOptions): Promise<App> {
  const clock = systemClock;
  const dir = options.dataDir ?? defaultDataDir();
  const modelPreset = modelPresetOf(options);
  return createApp({
    engineHost: createDockerHost({ clock }),
    secrets: createMemorySecrets(),
    clock,
    dir,
    log: createLogFile(dir),
    fetch,
    lookOnly: options.lookOnly ?? false,
    ...(modelPreset && { modelPreset }),
    ...(options.url !== undefined && { url: options.url }),
  });
}
