import { Notification } from 'electron';

/**
 * Says by the system that the window was only put away.
 * @param otherwise where the system shows no notifications, or refuses this one
 */
export function tellStillHere(words: { title: string; body: string }, otherwise: () => void): void {
  if (!Notification.isSupported()) {
    otherwise();
    return;
  }
  const notification = new Notification({ ...words, silent: true });
  notification.on('failed', otherwise);
  notification.show();
}
