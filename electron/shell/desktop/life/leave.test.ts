import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../../app/api';
import { createTestApp, setUp, type TestApp } from '../../../app/create-test-app';
import { systemClock } from '../../../lib/clock';
import { createStillApp } from '../../still-app';
import { trayTextsZh } from '../tray/texts-zh';
import { type DesktopMemoryFile, openDesktopMemory } from './desktop-memory';
import { createLeave, resumeStopped } from './leave';

let dir: string;
let memory: DesktopMemoryFile;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'leave-'));
  memory = await openDesktopMemory(join(dir, 'desktop.json'), (cause) => {
    throw cause;
  });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function createRig(app: App | undefined, answer: { response: number; checkboxChecked?: boolean } | Error) {
  const asked: Electron.MessageBoxOptions[] = [];
  const failures: unknown[] = [];
  let quits = 0;
  const dialog = {
    async showMessageBox(options: Electron.MessageBoxOptions) {
      asked.push(options);
      if (answer instanceof Error) throw answer;
      return { checkboxChecked: false, ...answer };
    },
  };
  const leave = createLeave({
    app: () => app,
    dialog: dialog as Electron.Dialog,
    texts: () => trayTextsZh,
    memory,
    clock: systemClock,
    quit: () => {
      quits += 1;
    },
    onFailure: (cause) => failures.push(cause),
  });
  return { leave, asked, failures, quits: () => quits };
}

test('with nothing running nobody is asked', async () => {
  for (const app of [undefined, createStillApp()]) {
    const { leave, asked, quits } = createRig(app, { response: 2 });
    await leave();
    expect([asked, quits()]).toEqual([[], 1]);
  }
});

test('over a bot that runs', async () => {
  const running: TestApp = await createTestApp();
  try {
    await setUp(running);
    const states = () => running.bot().services.map(({ state }) => state);

    const cancelled = createRig(running.app, { response: 2, checkboxChecked: true });
    await cancelled.leave();
    expect([cancelled.asked[0]?.buttons, cancelled.quits()]).toEqual([
      ['让它继续跑', '一起停', '不退出了'],
      0,
    ]);
    expect(running.app.view.get().settings.desktop.onQuit).toBe('ask');

    const twice = createRig(running.app, { response: 0 });
    await Promise.all([twice.leave(), twice.leave()]);
    expect([twice.asked.length, twice.quits()]).toEqual([1, 1]);
    expect(states()).toEqual(['running', 'running']);

    const deaf = createRig(running.app, new Error('no dialog'));
    await deaf.leave();
    expect([deaf.failures, deaf.quits()]).toEqual([[new Error('no dialog')], 1]);

    const stops = createRig(running.app, { response: 1, checkboxChecked: true });
    await stops.leave();
    expect(stops.quits()).toBe(1);
    expect(states()).toEqual(['exited', 'exited']);
    expect(running.app.view.get().settings.desktop.onQuit).toBe('stop');

    await resumeStopped(running.app, memory);
    await running.until('running again', (bot) => bot.tone === 'ok');
    expect(memory.get().stoppedOnQuit).toEqual([]);

    const remembered = createRig(running.app, { response: 2 });
    await remembered.leave();
    expect([remembered.asked, remembered.quits(), states()]).toEqual([[], 1, ['exited', 'exited']]);
  } finally {
    await running.close();
  }
}, 60_000);

test('what the user stopped stays stopped', async () => {
  const still = createStillApp();
  await resumeStopped(still, memory);
  expect(memory.get().stoppedOnQuit).toEqual([]);
});
