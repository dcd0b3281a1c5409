import { app } from 'electron';
import type { App } from '../../../app/api';
import { hiddenCommand, startByFile, startByLoginItem } from './start-at-login';

/**
 * Keeps the system's list of what is started at login as the settings say.
 * @param isRehearsal a rehearsal only follows changes: what the real settings say is not its business
 */
export function followStartAtLogin(
  product: Promise<App>,
  isRehearsal: boolean,
  onFailure: (cause: unknown) => void,
): void {
  const command = hiddenCommand(app);
  const start = process.platform === 'linux' ? startByFile(command) : startByLoginItem(app, command);
  product.then(
    ({ view }) => {
      let isSet = isRehearsal ? view.get().settings.desktop.startAtLogin : undefined;
      const follow = () => {
        const { startAtLogin } = view.get().settings.desktop;
        if (startAtLogin === isSet) return;
        isSet = startAtLogin;
        start.set(startAtLogin).catch(onFailure);
      };
      view.subscribe(follow);
      follow();
    },
    // Whoever boots the app says why it did not come up.
    () => {},
  );
}
