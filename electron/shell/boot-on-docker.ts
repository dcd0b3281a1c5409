import type { App } from '../app/api';
import { createApp } from '../app/create-app';
import { proxyRulesOf } from '../app/network/read-proxy-rules';
import { createFileSecretStore } from '../app/secrets/file-secret-store';
import { createDockerHost } from '../engine/docker/docker-host';
import { mirrorDigest } from '../engine/mirror-digest';
import { officialDigest } from '../engine/official-digest';
import { systemClock } from '../lib/clock';
import { serveRequests } from '../lib/serve-requests';
import type { BootOptions } from './boot-options';
import { codeHostOf } from './code-host-of';
import { defaultDataDir } from './data-dir';
import { followProxy } from './global-proxy';
import { createLogFile } from './log-file';
import { modelPresetOf } from './model-preset';
import { ownBoxes } from './own-boxes';
import { thisWslHost } from './wsl-host';

/** Starts the app on this computer's Docker engine. */
export async function bootOnDocker(options: BootOptions): Promise<App> {
  const clock = systemClock;
  const dir = options.dataDir ?? defaultDataDir();
  const [box, ...olderBoxes] = options.boxes ?? ownBoxes();
  const modelPreset = modelPresetOf(options);
  const app = await createApp({
    engineHost: createDockerHost({ clock, ...(options.pauseGuard && { guard: options.pauseGuard }) }),
    secrets: await createFileSecretStore({ dir, box, olderBoxes, clock }),
    clock,
    dir,
    log: createLogFile(dir),
    fetch,
    serve: serveRequests,
    codeHost: codeHostOf(process.env),
    resolveDigest: (reference, signal) => officialDigest(reference, { fetch, clock, signal }),
    digestOf: async (reference, mirrors, signal) =>
      (await officialDigest(reference, { fetch, clock, signal })) ??
      mirrorDigest(reference, mirrors, { fetch, clock, signal }),
    lookOnly: options.lookOnly,
    wsl: thisWslHost(),
    ...(modelPreset && { modelPreset }),
    ...(options.updates && { updates: options.updates }),
    systemProxy: options.systemProxy ?? (async () => proxyRulesOf(process.env)),
    ...(options.openFolder && { openFolder: options.openFolder }),
    ...(options.showOnDesktop && { showOnDesktop: options.showOnDesktop }),
    ...(options.systemLanguage && { systemLanguage: options.systemLanguage }),
    ...(options.url !== undefined && { url: options.url }),
  });
  const stopProxy = followProxy(app.network.proxy);
  return {
    ...app,
    async close() {
      stopProxy();
      await app.close();
    },
  };
}
