import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EngineHost, EngineProbe } from '../engine/engine';
import { createManualClock } from '../lib/manual-clock';
import { createApp } from './create-app';
import { createMemorySecretStore } from './secrets/memory-secret-store';

it('looks for an absent engine now and then, and tells nobody while nothing is new', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-test-'));
  const clock = createManualClock();
  let looks = 0;
  let found: EngineProbe = { kind: 'absent' };
  const engineHost: EngineHost = {
    async probe() {
      looks += 1;
      return { ...found };
    },
    start: async () => {},
  };
  const app = await createApp({
    engineHost,
    secrets: createMemorySecretStore(),
    clock,
    dir,
    log: () => {},
    fetch,
  });
  try {
    let views = 0;
    app.view.subscribe(() => {
      views += 1;
    });
    await clock.advance(60_000);
    expect(looks).toBeGreaterThan(10);
    expect(looks).toBeLessThan(70);
    expect(views).toBeLessThan(70);
    expect(app.view.get().bots[0]?.chain[0]?.state).toMatchObject({ ask: { kind: 'installEngine' } });
    found = { kind: 'noPermission', endpoint: 'unix:///var/run/docker.sock' };
    await clock.advance(5_000);
    expect(app.view.get().bots[0]?.chain[0]?.state).toMatchObject({ ask: { kind: 'allowEngine' } });
  } finally {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  }
}, 10_000);
