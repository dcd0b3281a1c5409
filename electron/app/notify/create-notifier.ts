import { isDeepStrictEqual } from 'node:util';
import QRCode from 'qrcode';
import type { BotId } from '../../contract/ids';
import type { AppNotification, Channel, ChannelOutcome, NotificationKind } from '../../contract/notification';
import type { AppView, BotView } from '../../contract/view';
import { type Clock, sleep } from '../../lib/clock';
import type { Redactor } from '../../lib/redact';
import type { Readable } from '../../lib/value';
import { randomToken } from '../bot/service-secrets';
import { noteSecret } from '../secrets/note-secret';
import type { SecretState, SecretStore } from '../secrets/secret-store';
import type { SettingsStore } from '../settings/settings-store';
import { sendByChannel } from './channels/send-by-channel';
import type { Outgoing } from './channels/sending';
import { decide, UNWATCHED, type Watched } from './decide';
import { hushedUntil } from './hush';
import { type Language, messageOf, wordsOf } from './message';
import { createQrLinks, type QrLinks } from './qr-links';
import { versionNews } from './version-news';
import type { Message } from './words';

/** Shows a notification of the system's own; `false` where the system shows none. */
export type ShowOnDesktop = (message: Message, bot: BotId | undefined) => Promise<boolean>;

export interface NotifierOptions {
  view: Readable<AppView>;
  settings: SettingsStore;
  secrets: SecretStore;
  redactor: Redactor;
  clock: Clock;
  fetch: typeof fetch;
  log: (text: string) => void;
  showOnDesktop: ShowOnDesktop | undefined;
  /** For `auto`. */
  systemLanguage: Language;
}

/** Tells the user what happens while nobody looks: on the desktop and on the phone. */
export interface Notifier {
  /** What was told, newest first, at most 50; for as long as the app runs. */
  readonly recent: readonly AppNotification[];
  readonly qrLinks: QrLinks;
  setSecret(channel: string, secret: string): Promise<void>;
  /** Sends a test by a saved channel, switched on or not. */
  test(channel: string, signal?: AbortSignal): Promise<ChannelOutcome>;
  /** By channel: whether its secret is here. */
  readonly secrets: Readonly<Record<string, SecretState>>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const RECENT = 50;
/** A phone that cannot be reached is tried again after these. */
const RETRY_MS = [15_000, 120_000] as const;
/** What is true of a bot that is well. */
const GOOD_WITHOUT_TROUBLE: ReadonlySet<NotificationKind> = new Set([
  'back',
  'versionOffered',
  'updateReturned',
]);
const WORTH_RETRYING: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'serverError', 'limited']);

export function createNotifier(options: NotifierOptions, onChange: () => void): Notifier {
  const { clock, settings, secrets } = options;
  const watched = new Map<BotId, Watched>();
  const closing = new AbortController();
  const sending = new Set<Promise<void>>();
  let recent: AppNotification[] = [];
  let secretStates: Record<string, SecretState> = {};
  let updateTold: string | undefined;
  const startedAt = clock.now();
  const versionsTold = new Set<string>();
  let cancelLook = () => {};

  const qrLinks = createQrLinks(clock, async (bot) => drawCode(botView(bot)));
  const botView = (bot: BotId) => options.view.get().bots.find(({ id }) => id === bot);
  const language = (): Language => {
    const { language: chosen } = settings.get();
    return chosen === 'auto' ? options.systemLanguage : chosen;
  };

  function look(): void {
    const { bots, update } = options.view.get();
    const now = clock.now();
    const wishes = settings.get().notifications;
    const until = hushedUntil(wishes, now);
    const hushed = (kind: NotificationKind) => until !== undefined || wishes.muted.includes(kind);
    const due: number[] = until === undefined ? [] : [until];
    for (const bot of bots) {
      const decision = decide(watched.get(bot.id) ?? UNWATCHED, bot, now, hushed);
      watched.set(bot.id, decision.watched);
      if (decision.lookAt !== undefined) due.push(decision.lookAt);
      if (decision.tell) tell(decision.tell.kind, bot, decision.tell.trouble?.code);
    }
    const ready = update?.state.kind === 'ready' ? update.state.release.version : undefined;
    if (ready !== undefined && ready !== updateTold && !hushed('updateReady')) {
      updateTold = ready;
      tell('updateReady', undefined, undefined);
    }
    for (const bot of bots) {
      for (const { name, kind } of versionNews(bot, startedAt)) {
        if (versionsTold.has(name) || hushed(kind)) continue;
        versionsTold.add(name);
        tell(kind, bot, undefined);
      }
    }
    cancelLook();
    const next = due.length > 0 ? Math.min(...due) : undefined;
    cancelLook = next === undefined ? () => {} : clock.after(Math.max(0, next - clock.now()), look);
  }

  function tell(kind: NotificationKind, bot: BotView | undefined, code: AppNotification['code']): void {
    const told: AppNotification = {
      id: randomToken().slice(0, 12),
      at: clock.now(),
      kind,
      ...(bot ? { bot: bot.id } : {}),
      botName: bot?.name ?? '',
      ...(code ? { code } : {}),
      failures: [],
    };
    recent = [told, ...recent].slice(0, RECENT);
    onChange();
    options.log(`notification: ${kind} ${bot?.id ?? ''}`);
    const { desktop, channels } = settings.get().notifications;
    const message = messageOf(language(), { kind, code, botName: told.botName });
    if (desktop) begin(showOnDesktop(told, message));
    for (const channel of channels) if (channel.on) begin(sendOut(told, message, channel));
  }

  function begin(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => options.log(`notification: ${String(error)}`))
      .finally(() => sending.delete(done));
    sending.add(done);
  }

  async function showOnDesktop(told: AppNotification, message: Message): Promise<void> {
    const shown = await options.showOnDesktop?.(message, told.bot).catch(() => false);
    if (shown === false) noteFailure(told.id, 'desktop', 'notShown');
  }

  async function sendOut(told: AppNotification, message: Message, channel: Channel): Promise<void> {
    for (const waitMs of [...RETRY_MS, undefined]) {
      const outcome = await send(channel, await outgoing(told, message));
      if (outcome.kind === 'sent' || closing.signal.aborted) return;
      options.log(`notification: ${channel.kind} ${channel.id}: ${outcome.problem} ${outcome.message}`);
      if (waitMs === undefined || !WORTH_RETRYING.has(outcome.problem))
        return noteFailure(told.id, channel.name, outcome.problem);
      await sleep(clock, waitMs, closing.signal).catch(() => undefined);
      if (closing.signal.aborted || isOver(told)) return;
    }
  }

  /** Late news of what has passed meanwhile would only worry. */
  function isOver({ kind, bot }: AppNotification): boolean {
    return !GOOD_WITHOUT_TROUBLE.has(kind) && bot !== undefined && botView(bot)?.tone === 'ok';
  }

  async function outgoing(told: AppNotification, message: Message): Promise<Outgoing> {
    const words = wordsOf(language());
    const { publicUrl } = settings.get().notifications;
    const picture = told.kind === 'needsScan' && told.bot ? await drawCode(botView(told.bot)) : undefined;
    const link = (bot: BotId) => words.scanLink(new URL(`/qr/${qrLinks.offer(bot)}`, publicUrl).href);
    return {
      kind: told.kind,
      botName: told.botName,
      at: told.at,
      ...message,
      ...(picture ? { picture } : {}),
      pictureText: words.scanHere,
      withoutPicture: publicUrl && told.bot && picture ? link(told.bot) : words.scanAtHome,
    };
  }

  async function send(channel: Channel, message: Outgoing, signal?: AbortSignal): Promise<ChannelOutcome> {
    const secret = await secrets.get(secretName(channel.id));
    if (secret !== undefined) noteSecret(options.redactor, secret);
    const outcome = await sendByChannel(channel, secret, message, {
      fetch: options.fetch,
      clock,
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
    return outcome.kind === 'sent'
      ? outcome
      : { ...outcome, message: options.redactor.redact(outcome.message) };
  }

  function noteFailure(id: string, channel: string, problem: string): void {
    recent = recent.map((told) =>
      told.id === id ? { ...told, failures: [...told.failures, { channel, problem }] } : told,
    );
    onChange();
  }

  async function readSecretStates(): Promise<void> {
    const { channels } = settings.get().notifications;
    const states = channels.map(async ({ id }) => [id, await secrets.state(secretName(id))] as const);
    const next = Object.fromEntries(await Promise.all(states));
    if (isDeepStrictEqual(next, secretStates)) return;
    secretStates = next;
    onChange();
  }

  const unsubscribes = [
    options.view.subscribe(look),
    settings.subscribe(() => {
      look();
      begin(readSecretStates());
    }),
  ];
  look();
  begin(readSecretStates());

  return {
    get recent() {
      return recent;
    },
    get secrets() {
      return secretStates;
    },
    qrLinks,
    async setSecret(channel, secret) {
      noteSecret(options.redactor, secret);
      if (secret === '') await secrets.delete(secretName(channel));
      else await secrets.set(secretName(channel), secret);
      await readSecretStates();
    },
    async test(id, signal) {
      const channel = settings.get().notifications.channels.find((candidate) => candidate.id === id);
      if (!channel) return { kind: 'problem', problem: 'wrongAddress', message: '' };
      const { test } = wordsOf(language());
      const message = {
        kind: 'test',
        botName: '',
        at: clock.now(),
        ...test,
        pictureText: '',
        withoutPicture: '',
      };
      return send(channel, message, signal);
    },
    async idle() {
      await Promise.all(sending);
    },
    async close() {
      closing.abort();
      cancelLook();
      for (const unsubscribe of unsubscribes) unsubscribe();
      await Promise.all(sending);
    },
  };
}

/** Where a channel's secret lies in the secret store. */
export function secretName(channel: string): string {
  return `notify.${channel}`;
}

/** The code that a bot's sign-in waits for, as a PNG of 560 pixels. */
async function drawCode(bot: BotView | undefined): Promise<Uint8Array | undefined> {
  const state = bot?.chain.find(({ id }) => id === 'login')?.state;
  if (state?.kind !== 'needsYou' || state.ask.kind !== 'scanQr') return undefined;
  return QRCode.toBuffer(state.ask.url, { width: 560, margin: 2, errorCorrectionLevel: 'M' });
}
