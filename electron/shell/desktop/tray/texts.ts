import type { LinkId } from '../../../contract/ids';
import type { AskKind, Doing } from '../../../contract/link-state';
import type { ServiceView } from '../../../contract/view';

/** What the tray says, and the few things the shell says besides it. */
export interface TrayTexts {
  /** One label out of a name and how it is: `NapCat — 在线`. */
  is: (name: string, how: string) => string;
  named: (bot: string, nick: string) => string;
  bot: { ok: string; stopped: string; ready: string; opening: string };
  ask: Record<AskKind, string>;
  doing: Record<Doing, string>;
  /** A link that is broken, in a word or two. */
  broken: Record<LinkId, string>;
  service: { online: string; cutOff: string } & Record<ServiceView['state'] | 'stopped', string>;
  trouble: { window: string; gpu: string; core: string };
  menu: {
    showCode: string;
    seeWhatToDo: string;
    seeFixes: string;
    start: string;
    stop: string;
    restart: string;
    logs: string;
    startAll: string;
    stopAll: string;
    restartAll: string;
    open: string;
    panels: string;
    pause: string;
    pausedUntil: (time: string) => string;
    paused: string;
    pauseHour: string;
    pauseMorning: string;
    pauseAlways: string;
    resume: string;
    reopen: string;
    quit: string;
  };
  /** Asked on quitting from a menu while a bot runs. */
  quit: { title: string; detail: string; leave: string; stop: string; cancel: string; remember: string };
  /** Said the first time that closing the window only hides it. */
  stillHere: { title: string; body: string };
}
