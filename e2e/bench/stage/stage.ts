import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { type IdleSamples, sampleIdle } from './idle';
import { type LongLog, sampleLongLog } from './long-log';
import { type StackEngine, startStackEngine } from './stack-engine';
import { sampleTrayIdle, type TrayIdle } from './tray-idle';

/** What rows share. Each part is made when a row first asks for it, and taken down at the end. */
export interface Stage {
  /** A scratch folder. */
  readonly dir: string;
  engine(): Promise<StackEngine>;
  browser(): Promise<Browser>;
  /** Memory and processor time of the idle web shell beside the peer's, sampled once for both rows. */
  idle(): Promise<IdleSamples>;
  /** The desktop app in the tray beside an empty one, sampled once for both rows. */
  trayIdle(): Promise<TrayIdle>;
  /** A million lines read by us and by the peer, sampled once for both rows. */
  longLog(): Promise<LongLog>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-bench-'));
  const closers: (() => Promise<void>)[] = [];

  function once<T>(make: () => Promise<T>, close: (made: T) => Promise<void>): () => Promise<T> {
    let made: Promise<T> | undefined;
    return () => {
      made ??= make().then((value) => {
        closers.push(() => close(value));
        return value;
      });
      return made;
    };
  }

  const stage: Stage = {
    dir,
    engine: once(
      () => startStackEngine(join(dir, 'engine')),
      (engine) => engine.stop(),
    ),
    browser: once(launchBrowser, (browser) => browser.close()),
    idle: once(
      () => sampleIdle(stage),
      async () => undefined,
    ),
    trayIdle: once(
      () => sampleTrayIdle(stage),
      async () => undefined,
    ),
    longLog: once(
      () => sampleLongLog(stage),
      async () => undefined,
    ),
    async close() {
      for (const close of closers.reverse()) await close();
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
  return stage;
}

function launchBrowser(): Promise<Browser> {
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: unsandboxed,
  });
}
