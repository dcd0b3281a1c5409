import type { Dialog } from 'electron';
import type { App } from '../../../app/api';
import type { Settings } from '../../../contract/settings';
import type { AppView } from '../../../contract/view';
import { type Clock, withDeadline } from '../../../lib/clock';
import type { TrayTexts } from '../tray/texts';
import type { DesktopMemoryFile } from './desktop-memory';

type Choice = Exclude<Settings['desktop']['onQuit'], 'ask'>;

export interface LeaveParts {
  /** Undefined until the app is up: then there is nothing to ask about. */
  app(): App | undefined;
  dialog: Pick<Dialog, 'showMessageBox'>;
  texts(): TrayTexts;
  memory: DesktopMemoryFile;
  clock: Clock;
  /** Ends the process. */
  quit(): void;
  onFailure(cause: unknown): void;
}

/** Longer than services take to stop; a hanging engine must not keep anybody from leaving. */
const STOP_MS = 30_000;

/** Quits by the user's wish: asks what becomes of the bots that run, unless that was said once and for all. */
export function createLeave(parts: LeaveParts): () => Promise<void> {
  let isAsking = false;

  async function choose(app: App): Promise<Choice | undefined> {
    const { onQuit } = app.view.get().settings.desktop;
    if (onQuit !== 'ask') return onQuit;
    const { quit } = parts.texts();
    const { response, checkboxChecked } = await parts.dialog.showMessageBox({
      type: 'question',
      message: quit.title,
      detail: quit.detail,
      buttons: [quit.leave, quit.stop, quit.cancel],
      defaultId: 0,
      cancelId: 2,
      checkboxLabel: quit.remember,
      noLink: true,
    });
    const choice = response === 0 ? 'leave' : response === 1 ? 'stop' : undefined;
    if (choice && checkboxChecked) await app.settings.patch({ desktop: { onQuit: choice } });
    return choice;
  }

  async function stopAll(app: App): Promise<void> {
    const bots = runningBots(app.view.get());
    await parts.memory.update((before) => ({ ...before, stoppedOnQuit: bots.map((bot) => bot.id) }));
    await Promise.all(bots.map((bot) => app.bots.stop(bot.id)));
    await withDeadline(parts.clock, STOP_MS, () => app.idle());
  }

  return async () => {
    // A second click looks at the same question.
    if (isAsking) return;
    isAsking = true;
    try {
      const app = parts.app();
      if (app && runningBots(app.view.get()).length > 0) {
        const choice = await choose(app);
        if (choice === undefined) return;
        if (choice === 'stop') await stopAll(app).catch(parts.onFailure);
      }
      parts.quit();
    } catch (cause) {
      parts.onFailure(cause);
      // A question that cannot be asked keeps nobody here; what runs goes on running.
      parts.quit();
    } finally {
      isAsking = false;
    }
  };
}

/** Starts again what was only stopped together with BotPier. */
export async function resumeStopped(app: App, memory: DesktopMemoryFile): Promise<void> {
  const { stoppedOnQuit } = memory.get();
  if (stoppedOnQuit.length === 0) return;
  await memory.update((before) => ({ ...before, stoppedOnQuit: [] }));
  const known = app.view.get().bots.filter((bot) => stoppedOnQuit.includes(bot.id));
  await Promise.all(known.map((bot) => app.bots.start(bot.id)));
}

function runningBots(view: AppView) {
  return view.bots.filter(
    (bot) => bot.intent === 'running' && bot.services.some(({ state }) => state === 'running'),
  );
}
