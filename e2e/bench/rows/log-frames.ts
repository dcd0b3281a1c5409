import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { systemClock } from '../../../electron/lib/clock';
import { createTokenDoor } from '../../../electron/shell/web/door';
import { startWebServer } from '../../../electron/shell/web/web-server';
import { createFixtureApp } from '../../screens/fixture-app';
import { ALL_OK, appView, botView } from '../../screens/views';
import { interleave } from '../interleave';
import type { Row } from '../row';
import type { Stage } from '../stage/stage';

const TOKEN = 'a-token-for-frames';
const EVERY_MS = 100;
const LINES = 500;
const WARM_UP_MS = 2_000;
const LOOK_MS = 6_000;

/** 95 of 100 frames of the log's page are as short while it follows 5,000 lines a second. */
export const logFrames: Row = {
  name: 'log-frames',
  unit: 'ms',
  peer: 'a bare virtualised list at the same rate',
  mark: { kind: 'value', atMost: 16.7 },
  async measure(stage) {
    const ours = await serveLog();
    const bare = await serveBareList(stage);
    const browser = await stage.browser();
    try {
      return await interleave(
        () => frameP95(browser, ours.urls),
        () => frameP95(browser, bare.urls),
        { warmUps: 0 },
      );
    } finally {
      await ours.close();
      await bare.close();
    }
  },
};

/** Opens the addresses one after the other; of the last it measures the time between frames, as the page sees them. */
async function frameP95(browser: Browser, urls: readonly string[]): Promise<number> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1080, height: 720 } });
  try {
    const page = await context.newPage();
    for (const url of urls) await page.goto(url);
    await page.locator('[data-testid="virtuoso-item-list"]').waitFor();
    await delay(WARM_UP_MS);
    const gaps = await page.evaluate(
      (lookMs) =>
        new Promise<number[]>((resolve) => {
          const seen: number[] = [];
          const frame = (at: number) => {
            seen.push(at);
            if (at - (seen[0] ?? at) < lookMs) requestAnimationFrame(frame);
            else resolve(seen.slice(1).map((one, index) => one - (seen[index] ?? one)));
          };
          requestAnimationFrame(frame);
        }),
      LOOK_MS,
    );
    gaps.sort((a, b) => a - b);
    return gaps[Math.floor(gaps.length * 0.95)] ?? Number.NaN;
  } finally {
    await context.close();
  }
}

async function serveLog() {
  const app = createFixtureApp();
  app.view.set(appView([botView(ALL_OK)]));
  app.logs.read = async function* (_bot, { signal }) {
    for (let count = 0; !signal.aborted; count += LINES) {
      const at = Date.now();
      yield Array.from({ length: LINES }, (_, index) => ({
        at: at + index / LINES,
        source: index % 2 === 0 ? ('napcat' as const) : ('koishi' as const),
        stream: 'stdout' as const,
        level: 'info' as const,
        text: `\u001b[32m[I]\u001b[39m chatluna line ${count + index} of a bot that has much to say`,
      }));
      await delay(EVERY_MS);
    }
  };
  const server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    door: createTokenDoor(TOKEN),
    rendererDir: join(import.meta.dirname, '../../../out/renderer'),
    app: Promise.resolve(app),
    rehearse: () => Promise.reject(new Error('not here')),
    clock: systemClock,
    onFailure: () => undefined,
  });
  return { urls: [`${server.url}#token=${TOKEN}`, `${server.url}#/logs`], close: () => server.close() };
}

async function serveBareList(stage: Stage) {
  const folder = join(stage.dir, 'empty-list');
  await build({
    root: join(import.meta.dirname, '../empty-list'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140' },
  });
  const script = join(import.meta.dirname, '../stage/static-server.mjs');
  const server = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(createInterface({ input: server.stdout }), 'line');
  return { urls: [String(url)], close: async () => void server.kill() };
}
