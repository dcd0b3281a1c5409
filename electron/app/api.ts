import type { BotPatch } from '../contract/bot';
import type { BotId, LinkId, ServiceName, StackId } from '../contract/ids';
import type { FixId } from '../contract/link-state';
import type { ModelCheck, Provider, ProviderId } from '../contract/model';
import type { ChatLine, RehearsalFault, RehearsalView } from '../contract/rehearsal';
import type { SettingsPatch } from '../contract/settings';
import type { AppView, LogEntry, StackOffer } from '../contract/view';
import type { Readable } from '../lib/value';

/** The product, as every shell binds it. All failures are `AppError`. */
export interface App {
  readonly view: Readable<AppView>;
  readonly bots: {
    /** A new bot without a stack yet; the wizard goes on from there. */
    create(): Promise<BotId>;
    chooseStack(bot: BotId, stack: StackId): Promise<void>;
    consent(bot: BotId, version: number): Promise<void>;
    patch(bot: BotId, patch: BotPatch): Promise<void>;
    start(bot: BotId, service?: ServiceName): Promise<void>;
    stop(bot: BotId, service?: ServiceName): Promise<void>;
    restart(bot: BotId, service?: ServiceName): Promise<void>;
    /** Presses the button that mends a link. */
    fix(bot: BotId, link: LinkId, fix: FixId): Promise<void>;
    /** Asks the bot one thing from end to end, now. */
    prove(bot: BotId, signal?: AbortSignal): Promise<{ answer: string; latencyMs: number }>;
    /** Removes containers and network; the data too when `data` and `confirm` is the bot's name. */
    remove(bot: BotId, options: { data: boolean; confirm: string }): Promise<void>;
  };
  readonly model: {
    providers(): Provider[];
    /** Tries a key live; saves it, with the suggested or named model, only when it works. */
    connect(bot: BotId, input: ConnectModel, signal?: AbortSignal): Promise<ModelCheck>;
    /** Another model of the connected provider, same key. */
    choose(bot: BotId, model: string): Promise<ModelCheck>;
  };
  readonly settings: { patch(patch: SettingsPatch): Promise<void> };
  readonly network: {
    /** Measures every mirror once. `latencyMs` undefined: not usable, `message` says why. */
    testMirrors(
      signal?: AbortSignal,
    ): Promise<{ mirror: string; latencyMs: number | undefined; message: string }[]>;
  };
  readonly engine: { start(): Promise<void>; look(): Promise<void> };
  readonly stacks: { offers(): StackOffer[] };
  readonly notices: { dismiss(id: string): Promise<void> };
  readonly logs: {
    /** Batches of log entries, oldest first, redacted: the last `tail` of each service, then as they come if `follow`. */
    read(
      bot: BotId,
      options: { tail: number; follow: boolean; signal: AbortSignal },
    ): AsyncIterable<LogEntry[]>;
  };
  /** Undefined outside rehearsal. */
  readonly rehearsal: RehearsalControls | undefined;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
  /** Lets go of everything; containers stay as their intent says. */
  close(): Promise<void>;
}

export interface ConnectModel {
  provider: ProviderId;
  baseUrl: string;
  key: string;
  model?: string | undefined;
}

/** The buttons of the rehearsal: a simulated phone, a chat, and troubles. */
export interface RehearsalControls {
  readonly view: Readable<RehearsalView>;
  scan(): Promise<void>;
  confirm(): Promise<void>;
  /** Renews the QR code as QQ does when it is old. */
  expireQr(): Promise<void>;
  say(room: ChatLine['room'], text: string): Promise<void>;
  fault(fault: RehearsalFault, on: boolean): Promise<void>;
}
