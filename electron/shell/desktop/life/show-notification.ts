import { Notification } from 'electron';
import type { ShowOnDesktop } from '../../../app/notify/create-notifier';
import type { BotId } from '../../../contract/ids';

/** Without a word from the system by then it is taken for shown. */
const PATIENCE_MS = 3_000;

/** Held while it can be clicked: one that is collected is deaf. */
const held = new Set<Notification>();

/**
 * Notifications of the system's own.
 * @param onClick brings up the window, at the bot it is about
 */
export function showNotifications(onClick: (bot: BotId | undefined) => void): ShowOnDesktop {
  return ({ title, body }, bot) => {
    if (!Notification.isSupported()) return Promise.resolve(false);
    return new Promise((resolve) => {
      const notification = new Notification({ title, body });
      held.add(notification);
      const timer = setTimeout(() => resolve(true), PATIENCE_MS);
      const settle = (shown: boolean) => {
        clearTimeout(timer);
        resolve(shown);
      };
      notification.once('show', () => settle(true));
      // An unsigned app on macOS is shown nothing.
      notification.once('failed', () => settle(false));
      notification.once('click', () => onClick(bot));
      notification.once('close', () => held.delete(notification));
      notification.show();
    });
  };
}
