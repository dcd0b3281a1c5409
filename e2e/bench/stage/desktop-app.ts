import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { buildEmptyPage } from './pages';
import type { Stage } from './stage';

const root = join(import.meta.dirname, '../../..');
const ELECTRON = join(root, 'e2e/standin/bin/electron');
const PATIENCE_MS = 60_000;

/** A desktop app on the stand-in for Electron, which says when its icon is there and its page can be used. */
export interface DesktopApp {
  readonly pid: number;
  /** ms from the start of the process. */
  at(mark: 'tray' | 'pressable'): Promise<number>;
  stop(): Promise<void>;
}

/** The product on the desktop. */
export async function startOurs(
  stage: Stage,
  args: readonly string[],
  { dir, vars = {} }: { dir?: string; vars?: Record<string, string> } = {},
): Promise<DesktopApp> {
  const data = dir ?? (await mkdtemp(join(stage.dir, 'desktop-')));
  return start(['.', '--data-dir', data, ...args], { XDG_CONFIG_HOME: join(data, 'config'), ...vars });
}

/** Built once. */
const pages = new WeakMap<Stage, ReturnType<typeof buildEmptyPage>>();

/** An app of one icon and one window, on the same runtime. */
export async function startEmpty(stage: Stage): Promise<DesktopApp> {
  const page = pages.get(stage) ?? buildEmptyPage(stage);
  pages.set(stage, page);
  const { folder } = await page;
  return start([join(import.meta.dirname, '../empty-desktop/main.ts')], {
    BENCH_EMPTY_PAGE: folder,
    BENCH_EMPTY_DATA: await mkdtemp(join(stage.dir, 'empty-desktop-')),
    BENCH_EMPTY_ICON: join(root, 'out/icons/tray-ok-light.png'),
  });
}

async function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<DesktopApp> {
  const startedAt = performance.now();
  const child = spawn(ELECTRON, [...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: its Chromium goes with it.
    detached: true,
    env: { ...process.env, STANDIN_MARKS: '1', ...env },
  });
  const said: string[] = [];
  const marks = { tray: Promise.withResolvers<number>(), pressable: Promise.withResolvers<number>() };
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => {
    said.push(line);
    const mark = /^standin: (tray|pressable)$/.exec(line)?.[1] as keyof typeof marks | undefined;
    if (mark) marks[mark].resolve(performance.now() - startedAt);
  });
  const giveUp = () => {
    for (const { promise, reject } of Object.values(marks)) {
      promise.catch(() => undefined);
      reject(new Error(`the desktop app ended or hung:\n${said.slice(-10).join('\n')}`));
    }
  };
  const timer = setTimeout(giveUp, PATIENCE_MS);
  child.once('exit', giveUp);
  return {
    pid: child.pid ?? 0,
    at: (mark) => marks[mark].promise,
    async stop() {
      clearTimeout(timer);
      child.off('exit', giveUp);
      await stopGroup(child);
    },
  };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await exit;
}
