import type { App } from '../../../app/api';
import type { BotId } from '../../../contract/ids';
import { LAST_MOMENT } from '../../../contract/settings';
import type { Clock } from '../../../lib/clock';
import type { DeepLink } from '../life/deep-link';
import type { TrayAction } from './tray-menu';

export interface ActParts {
  /** Waits until the app is up. */
  app: Promise<App>;
  clock: Clock;
  open(link?: Partial<DeepLink>): void;
  openPanel(
    app: App,
    bot: BotId,
    service: Extract<TrayAction, { do: 'openPanel' }>['service'],
  ): Promise<void>;
  reopen(): void;
  leave(): Promise<void>;
  onFailure(cause: unknown): void;
}

const HOUR_MS = 3_600_000;
const MORNING_HOUR = 8;

/** Does what a click in the tray's menu means. What is refused is explained in the window. */
export function createAct(parts: ActParts): (action: TrayAction) => Promise<void> {
  async function carryOut(action: TrayAction): Promise<void> {
    switch (action.do) {
      case 'open':
        return parts.open({
          ...(action.page && { page: action.page }),
          ...(action.bot && { bot: action.bot }),
        });
      case 'reopen':
        return parts.reopen();
      case 'quit':
        return parts.leave();
    }
    const app = await parts.app;
    switch (action.do) {
      case 'openPanel':
        return parts.openPanel(app, action.bot, action.service);
      case 'pause':
        return app.settings.patch({
          notifications: { pausedUntil: pauseEnd(action.until, parts.clock.now()) },
        });
      case 'resume':
        return app.settings.patch({ notifications: { pausedUntil: 0 } });
      case 'start':
      case 'stop':
      case 'restart': {
        const bots = action.bot ? [action.bot] : app.view.get().bots.map((bot) => bot.id);
        await Promise.all(bots.map((bot) => app.bots[action.do](bot, action.service)));
      }
    }
  }
  return async (action) => {
    try {
      await carryOut(action);
    } catch (cause) {
      parts.onFailure(cause);
      parts.open('bot' in action && action.bot ? { bot: action.bot } : {});
    }
  };
}

/** When a pause that begins now is over, in ms since 1970; the morning is the next one, by the local clock. */
export function pauseEnd(until: Extract<TrayAction, { do: 'pause' }>['until'], now: number): number {
  if (until === 'always') return LAST_MOMENT;
  if (until === 'hour') return now + HOUR_MS;
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning.getTime() <= now) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}
