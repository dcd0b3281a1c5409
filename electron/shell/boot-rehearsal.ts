import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../app/api';
import { createApp } from '../app/create-app';
import { createMemorySecretStore } from '../app/secrets/memory-secret-store';
import type { BotId } from '../contract/ids';
import { createMemoryEngine } from '../engine/memory/memory-engine';
import { createMemoryHost } from '../engine/memory/memory-host';
import { systemClock } from '../lib/clock';
import { serveRequests } from '../lib/serve-requests';
import { createRehearsal } from '../rehearsal/create-rehearsal';
import { astrbotStack } from '../stacks/astrbot';
import { koishiStack } from '../stacks/koishi';
import type { BootOptions } from './boot-options';
import { codeHostOf } from './code-host-of';
import { modelPresetOf } from './model-preset';

/** `show`: both images in about five seconds · `fast`: nothing to look at. */
const BYTES_PER_SECOND = { show: 140e6, fast: 100e9 } as const;

/**
 * Starts the app on an engine in memory, with a simulated phone and a toy model. It leaves nothing behind.
 * @param speed `fast`: for tests, nothing is drawn out so that it can be followed
 */
export async function bootRehearsal(options: BootOptions, speed: 'show' | 'fast' = 'show'): Promise<App> {
  const clock = systemClock;
  // Beside the real bots at most: this engine does not have their containers.
  const dir =
    options.dataDir === undefined
      ? await mkdtemp(join(tmpdir(), 'botpier-rehearsal-'))
      : join(options.dataDir, 'rehearsal');
  const rehearsal = await createRehearsal({
    clock,
    speed,
    references: {
      messenger: koishiStack.messenger.image,
      brain: koishiStack.brain.image,
      astrbot: astrbotStack.brain.image,
      keyPool: astrbotStack.keyPool?.image,
      gateway: koishiStack.gateway?.image,
    },
  });
  const engine = createMemoryEngine({
    clock,
    images: rehearsal.images,
    network: { bytesPerSecond: BYTES_PER_SECOND[speed] },
  });
  rehearsal.attach(engine.controls);
  const prove = (bot: BotId) => void app.bots.prove(bot).catch(() => {});
  const app: App = await createApp({
    engineHost: createMemoryHost(engine),
    secrets: createMemorySecretStore(),
    clock,
    dir,
    log: () => {},
    fetch,
    rehearsal: {
      ...rehearsal.controls,
      async fault(fault, on) {
        await rehearsal.controls.fault(fault, on);
        // Else it would not be seen before the next message, nor that it has passed.
        if (fault === 'noQuota') for (const { id } of app.view.get().bots) prove(id);
      },
    },
    modelPreset: modelPresetOf(options) ?? {
      provider: 'custom',
      baseUrl: rehearsal.modelBaseUrl,
      model: rehearsal.model,
    },
    keyPoolBaseUrl: rehearsal.geminiBaseUrl,
    serve: serveRequests,
    codeHost: codeHostOf(process.env),
    digestOf: async (reference) => rehearsal.images[reference]?.digest,
    ...(options.showOnDesktop && { showOnDesktop: options.showOnDesktop }),
    ...(options.systemLanguage && { systemLanguage: options.systemLanguage }),
    ...(options.url !== undefined && { url: options.url }),
  });
  return {
    ...app,
    async close() {
      await app.close();
      await engine.controls.shutDown();
      await rehearsal.close();
      if (options.dataDir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}
