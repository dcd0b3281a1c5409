import type { Readable } from '../../lib/value';
import type { ChatMessage } from './chat-world';
import type { LoginPhase } from './login-state';

/** Lasting misbehaviours, off unless set; they outlive restarts of the container. */
export interface MessengerFaults {
  /** `untilRefresh`: no QR code before one is asked for · `never`: none at all. */
  noQr: 'off' | 'untilRefresh' | 'never';
  /** A refresh brings the URL that was there before. */
  sameUrlOnRefresh: boolean;
  /** Profile C: once scanned, neither the tap on the phone nor expiry changes anything. */
  stuckScanned: boolean;
  /** What QQ answers to every quick login; '' = it works. */
  quickLoginFailure: string;
  /** What a password login runs into. */
  password: 'ok' | 'captcha' | 'newDevice';
  /** QQ says the account is signed in already in this folder. */
  alreadyLoggedIn: boolean;
  /** Being signed out also makes the saved ticket worthless. */
  kickKillsTicket: boolean;
  /** Heartbeats and get_status say `online` even when it is not. */
  heartbeatsLie: boolean;
}

/** What the simulated phone may do now. */
export type PhoneState = 'idle' | 'canScan' | 'canConfirm' | 'online';

export interface MessengerSnapshot {
  running: boolean;
  phone: PhoneState;
  phase: LoginPhase;
  /** '' while there is none. */
  qrUrl: string;
  /** '' until signed in. */
  uin: string;
  nick: string;
}

/** A line somebody says to or beside the bot. */
export interface SayInput {
  room: 'group' | 'private';
  text: string;
  /** Puts an @ of the bot before the text. `@<nick>` or `@<uin>` inside the text does the same. */
  mention?: boolean;
  /** A QQ number; the first person of the world by default. */
  from?: number;
  fromName?: string;
  /** The first group of the world by default. */
  group?: number;
}

/**
 * The other end of the messenger: QQ, the phone and the people in the chat. Acts on the run started last;
 * what needs a running messenger or another state throws `ControlError`.
 */
export interface MessengerControls {
  readonly state: Readable<MessengerSnapshot>;
  /** Everything said and sent, oldest first. */
  readonly chat: Readable<readonly ChatMessage[]>;
  /** What the bot sent, oldest first. */
  readonly sent: readonly ChatMessage[];
  readonly faults: Readable<MessengerFaults>;
  setFaults(faults: Partial<MessengerFaults>): void;
  /** The phone reads the QR code on screen. */
  scan(): void;
  /** The tap on the phone, by whichever account the phone holds. Scans first when needed. */
  confirm(uin?: string, nick?: string): void;
  /** The phone says no (ErrCode 5). */
  reject(): void;
  /** QQ refuses the sign-in with words of its own. */
  refuse(message: string, serverErrorCode?: number): void;
  expireQr(): void;
  /** QQ signs the account out and says why. */
  kick(message?: string): void;
  /** The connection is lost without an event. */
  silentOffline(): void;
  /** …and comes back. */
  comeBack(): void;
  crashWorker(): void;
  /** Prints what a captcha or a new device does, and makes password logins run into it. */
  captcha(url?: string): void;
  newDevice(url?: string): void;
  /** Drops every OneBot connection, or those of the server on one container port; the servers stay. */
  cutBridge(port?: number): void;
  /** While true, OneBot servers, or the one on that port, accept nobody. */
  blockBridge(blocked: boolean, port?: number): void;
  say(input: SayInput): ChatMessage;
}

/** Why a control could not be used. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}
