import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from '@playwright/test';

const SWITCHES = [
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-search-engine-choice-screen',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
  '--window-size=1080,720',
];

export interface Chromium {
  readonly context: BrowserContext;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts the system's Chromium and says on stderr where it is to be debugged, as Electron does. */
export async function startChromium(profile: string): Promise<Chromium> {
  const headless = process.env['HEADED'] === '1' ? [] : ['--headless=new'];
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    [...SWITCHES, ...headless, ...unsandboxed, `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const endpoint = await findEndpoint(child);
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  if (!context) throw new Error('Chromium came without a context');
  process.stderr.write(`DevTools listening on ${endpoint}\n`);
  const gone = once(child, 'exit');
  return {
    context,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function findEndpoint(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('Chromium has no stderr');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const endpoint = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
    if (endpoint) {
      child.stderr.resume();
      return endpoint;
    }
    said.push(line);
  }
  throw new Error(`Chromium ended:\n${said.slice(-5).join('\n')}`);
}
