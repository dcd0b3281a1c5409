/** What `npm start -- --help` prints. */
export const START_HELP = `npm start [-- options]

Opens BotPier's window, or, without Electron or a display, serves the same as a web page and prints its address.

  --rehearse              everything without Docker and without a QQ account
  --data-dir FOLDER       where bots, settings and keys are kept
  --mirror PREFIX         registry to pull images through; may be given again
  --registry URL          npm registry to install plugins from
  --proxy URL             HTTP proxy for BotPier and the containers
  --provider ID           what the key screen begins with; likewise --base-url URL and --model NAME

  --web                   the page even where a window could be had
  --port NUMBER           the page's port
  --host ADDRESS          let other computers in; needs --password-file FILE or BOTPIER_PASSWORD
  --allowed-host NAME     a further name the page is reached by, e.g. through a reverse proxy
  --desktop               the window; fetches Electron when it is not here yet
`;
