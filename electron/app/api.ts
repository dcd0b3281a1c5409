import type { BotPatch } from '../contract/bot';
import type { Exported, ExportForm, Published, SpaceStep } from '../contract/export';
import type { BotId, LinkId, ServiceName, StackId } from '../contract/ids';
import type { KeyPoolAnswer, KeyPoolModels, KeyPoolSettingsPatch, KeysAdded } from '../contract/key-pool';
import type { FixId } from '../contract/link-state';
import type { ModelCheck, Provider, ProviderId } from '../contract/model';
import type { ProxyLogin } from '../contract/network';
import type { ChatLine, RehearsalFault, RehearsalView } from '../contract/rehearsal';
import type { SettingsPatch } from '../contract/settings';
import type { AppView, LogEntry, Notice, StackOffer } from '../contract/view';
import type { Readable } from '../lib/value';
import type { AdvancedCalls } from './advanced/advanced-calls';
import type { PanelEntry } from './bot/panels';
import type { GatewayCalls } from './gateway/gateway-calls';
import type { LegacyCalls } from './legacy-import/legacy-calls';
import type { NotificationCalls } from './notify/notification-calls';
import type { PersonaCalls } from './persona/persona-calls';
import type { ResourceCalls } from './resources/resource-calls';
import type { SecretCalls } from './secrets/secret-calls';
import type { ServiceUpdateCalls } from './service-updates/service-update-calls';
import type { SnapshotCalls } from './snapshots/snapshots-calls';
import type { SupportCalls } from './support/create-support-calls';
import type { SyncCalls } from './sync/sync-calls';
import type { UpdateCalls } from './update/create-app-updates';

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
    /**
     * Puts another brain in the place of the one that answers; resolves once begun, `BotView.change` and `lastChange`
     * tell the rest. Before the first reply it is `chooseStack`; back to `from` during a change is `cancelChange`.
     * `notAllowed` for a stopped bot.
     */
    changeBrain(bot: BotId, stack: StackId): Promise<void>;
    /** Goes back to the brain that answered before; nothing to do when none is being changed. */
    cancelChange(bot: BotId): Promise<void>;
    /** Removes a resting brain with its data and image, when `confirm` is the bot's name; else `confirmationNeeded`. */
    forgetBrain(bot: BotId, options: { stack: StackId; confirm: string }): Promise<void>;
    /** Asks the bot one thing from end to end, now. */
    prove(bot: BotId, signal?: AbortSignal): Promise<{ answer: string; latencyMs: number }>;
    /**
     * The bot as files that run without BotPier; secrets are in them on request alone, and never in a Space's.
     * `notAllowed` with `missing` or `reason` for a bot that cannot be had in that form.
     */
    export(bot: BotId, options: { form: ExportForm; withSecrets: boolean }): Promise<Exported>;
    /** Uploads the bot as a Space of Hugging Face. */
    publish(bot: BotId, options: PublishSpace): Promise<Published>;
    /** Removes containers and network; the data too when `data` and `confirm` is the bot's name. */
    remove(bot: BotId, options: { data: boolean; confirm: string }): Promise<void>;
  };
  readonly panels: {
    /** Signs in to a service's web panel. Not to be had by the renderer: the answer holds a credential. */
    enter(bot: BotId, service: ServiceName): Promise<PanelEntry>;
  };
  readonly model: {
    providers(): Provider[];
    /** Tries a key live; saves it, with the suggested or named model, only when it works. */
    connect(bot: BotId, input: ConnectModel, signal?: AbortSignal): Promise<ModelCheck>;
    /** Another model of the connected provider, same key. */
    choose(bot: BotId, model: string): Promise<ModelCheck>;
  };
  /** Many keys of one provider, used in turn. Keys go in and never come out; they are named by `PoolKeyView.id`. */
  readonly keyPool: {
    /**
     * Takes every key out of a pasted text, whatever stands between them, saves them and wishes for the pool. They are
     * tried live after that: `BotView.keyPool.checking` tells how far that is.
     */
    add(bot: BotId, input: { text: string }): Promise<KeysAdded>;
    remove(bot: BotId, ids: readonly string[]): Promise<void>;
    /** Tries these keys, or all, live; resolves once begun. */
    check(bot: BotId, ids?: readonly string[]): Promise<void>;
    /** Ends what `add` or `check` began; keys that were not tried yet stay `unknown`. */
    cancel(bot: BotId): Promise<void>;
    settings(bot: BotId, patch: KeyPoolSettingsPatch): Promise<void>;
    /** Agrees to the licence of the product that plays the pool; nothing of it is pulled before. */
    consent(bot: BotId, version: number): Promise<void>;
    /** Uses the keys that are there. `notAllowed` without any. */
    turnOn(bot: BotId): Promise<void>;
    /** Back to a single key: the one that was used before, else one of the pool that works. The pool's keys are kept. */
    turnOff(bot: BotId): Promise<void>;
    /** Asks the pool, or a key of it while it does not run. */
    models(bot: BotId, signal?: AbortSignal): Promise<KeyPoolModels>;
    /** One question through the running pool. `notAllowed` while it does not run. */
    chat(bot: BotId, text: string, signal?: AbortSignal): Promise<KeyPoolAnswer>;
  };
  readonly gateway: GatewayCalls;
  readonly sync: SyncCalls;
  readonly legacy: LegacyCalls;
  readonly serviceUpdates: ServiceUpdateCalls;
  readonly settings: {
    patch(patch: SettingsPatch): Promise<void>;
    /** All that is true of any computer, as a file without secrets. */
    export(): string;
    /** Takes such a file: all of it, or with `importForeign`, `importNewer`, `importInvalid` nothing. */
    import(text: string): Promise<void>;
    /** Shows the data folder; `notAllowed` where the shell cannot. */
    openFolder(): Promise<void>;
  };
  readonly network: {
    /** Measures every mirror once. `latencyMs` undefined: not usable, `message` says why. */
    testMirrors(
      signal?: AbortSignal,
    ): Promise<{ mirror: string; latencyMs: number | undefined; message: string }[]>;
    /** Signs in to the proxy from now on; `undefined` forgets it. */
    setProxyLogin(login: ProxyLogin | undefined): Promise<void>;
    /** The proxy in use with its sign-in; for the main process alone. */
    readonly proxy: Readable<string>;
  };
  readonly advanced: AdvancedCalls;
  readonly persona: PersonaCalls;
  readonly secrets: SecretCalls;
  readonly engine: { start(): Promise<void>; look(): Promise<void> };
  readonly stacks: { offers(): StackOffer[] };
  /** Of the app itself. */
  readonly update: UpdateCalls;
  readonly notifications: NotificationCalls;
  readonly notices: {
    dismiss(id: string): Promise<void>;
    /** What a shell wants said; the same once more is said once. */
    tell(code: Notice['code'], params?: Notice['params']): void;
  };
  readonly logs: {
    /** Batches of log entries, oldest first, redacted: the last `tail` of each service, then as they come if `follow`. */
    read(
      bot: BotId,
      options: { tail: number; follow: boolean; signal: AbortSignal },
    ): AsyncIterable<LogEntry[]>;
  };
  readonly resources: ResourceCalls;
  readonly snapshots: SnapshotCalls;
  readonly support: SupportCalls;
  /** Undefined outside rehearsal. */
  readonly rehearsal: RehearsalControls | undefined;
  /** Looks at everything anew, at once: after a sleep, what was known and every back-off are old. */
  wake(): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
  /** Lets go of everything; containers stay as their intent says. */
  close(): Promise<void>;
}

export interface PublishSpace {
  /** `owner/name`. */
  name: string;
  /** Kept nowhere. */
  token: string;
  visibility: 'private' | 'public';
  /** Writes into a Space that is there already. */
  replace: boolean;
  /** Another address than Hugging Face's own, e.g. a mirror's. */
  hubUrl?: string | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: SpaceStep) => void) | undefined;
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
