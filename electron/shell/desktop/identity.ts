/** What systems know the app by: on Windows the taskbar and notifications go by it. */
export const APP_ID = 'io.github.botpier.BotPier';

/** Where installed apps look for newer ones: one folder with the feeds of all channels and systems. */
export const FEED_URL = 'https://github.com/botpier/botpier/releases/download/feed';

/** For people: every version, with its notes. */
export const RELEASES_PAGE = 'https://github.com/botpier/botpier/releases';
