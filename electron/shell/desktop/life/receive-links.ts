import { app } from 'electron';
import { type DeepLink, findLinkArgument, LINK_SCHEME, parseDeepLink } from './deep-link';
import { HIDDEN_FLAG } from './start-at-login';

type Show = (link?: DeepLink) => void;

/** Every way in which the window is asked for: the first start, another start, a link, a click on the dock. */
export interface Links {
  /** Shows what was asked for so far, unless the system started us at login, and from now on whatever is. */
  start(show: Show): void;
}

/** Listens from now on: macOS hands over the link of a start before anything is ready. */
export function receiveLinks(args: readonly string[]): Links {
  let asked = findLinkArgument(args);
  let show: Show | undefined;

  const follow = (text: string | undefined) => {
    const link = text === undefined ? undefined : parseDeepLink(text);
    if (text !== undefined && !link) console.error(`link.refused ${JSON.stringify(text.slice(0, 200))}`);
    // Whoever sent it, the user is at the computer and expects to see something.
    show?.(link);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (show) follow(url);
    else asked = url;
  });
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(HIDDEN_FLAG)) follow(findLinkArgument(argv));
  });
  app.on('activate', () => show?.());

  return {
    start(shown) {
      show = shown;
      if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
      // Without a listener Electron quits with the last window.
      app.on('window-all-closed', () => {});
      if (asked !== undefined || !wasStartedHidden(args)) follow(asked);
    },
  };
}

function wasStartedHidden(args: readonly string[]): boolean {
  if (process.platform === 'darwin') return app.getLoginItemSettings().wasOpenedAtLogin;
  return args.includes(HIDDEN_FLAG);
}
