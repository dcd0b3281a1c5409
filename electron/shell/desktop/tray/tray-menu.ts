import type { BotId, ServiceName } from '../../../contract/ids';
import { LAST_MOMENT } from '../../../contract/settings';
import type { Tone } from '../../../contract/tone';
import type { BotView, ServiceView } from '../../../contract/view';
import { botCondition, type Condition, overallTone, serviceCondition } from './condition';
import { plainLabel } from './plain-label';
import type { TrayTexts } from './texts';
import type { TrayState } from './tray-state';

/** What a click means. Without `bot`: all of them. */
export type TrayAction =
  | { do: 'open'; page?: 'logs'; bot?: BotId }
  | { do: 'start' | 'stop' | 'restart'; bot?: BotId; service?: ServiceName }
  | { do: 'openPanel'; bot: BotId; service: ServiceName }
  | { do: 'pause'; until: 'hour' | 'morning' | 'always' }
  | { do: 'resume' }
  | { do: 'reopen' }
  | { do: 'quit' };

/** An entry of the menu, as data. One without an action and without a menu of its own only tells. */
export type MenuEntry =
  | { kind: 'line' }
  | { kind: 'item'; label: string; action?: TrayAction; enabled: boolean; menu?: MenuEntry[] };

export interface TrayMenu {
  tone: Tone;
  tooltip: string;
  entries: MenuEntry[];
}

const SYMBOLS: Readonly<Record<Tone, string>> = { ok: '●', busy: '◐', warn: '▲', bad: '■', idle: '○' };
const LINE: MenuEntry = { kind: 'line' };
/** What Windows shows of a tooltip. */
const MOST_TOOLTIP = 127;

/**
 * The tray as data: icon, tooltip and menu out of the app's view.
 * @param now ms since 1970, for the pause of notifications
 */
export function trayMenu(state: TrayState, texts: TrayTexts, now: number): TrayMenu {
  const { view, trouble } = state;
  const bots = view?.bots ?? [];
  const tone = overallTone(state);
  const sections: MenuEntry[][] = [
    trouble
      ? [
          tell({ tone: trouble === 'gpu' ? 'warn' : 'bad', words: texts.trouble[trouble] }),
          click(texts.menu.reopen, { do: 'reopen' }),
        ]
      : [],
    ...(view
      ? bots.flatMap((bot) => botSections(bot, texts))
      : [[tell(named('BotPier', texts, opening(texts)))]]),
    forAll(bots, texts),
    [
      click(texts.menu.open, { do: 'open' }),
      ...panels(bots, texts),
      ...(view ? [pause(view.settings.notifications.pausedUntil, now, texts)] : []),
    ],
    [click(texts.menu.quit, { do: 'quit' })],
  ];
  const filled = sections.filter((section) => section.length > 0);
  return {
    tone,
    tooltip: tooltip(state, texts),
    entries: filled.flatMap((section, i) => (i === 0 ? section : [LINE, ...section])),
  };
}

function botSections(bot: BotView, texts: TrayTexts): MenuEntry[][] {
  const nick = bot.account?.nick;
  const name =
    nick === undefined || nick === '' || nick === bot.name ? bot.name : texts.named(bot.name, nick);
  const remedy = remedyOf(bot, texts);
  return [
    [
      tell(named(name, texts, botCondition(bot, texts))),
      ...(remedy === undefined ? [] : [click(remedy, { do: 'open', bot: bot.id })]),
    ],
    bot.services.map((service) => serviceEntry(bot, service, texts)),
  ];
}

/** The way to what mends it, or to what only the user can do. */
function remedyOf(bot: BotView, texts: TrayTexts): string | undefined {
  if (bot.intent === 'stopped') return undefined;
  const state = bot.chain.find((link) => link.id === bot.focus)?.state;
  if (state?.kind === 'broken') return texts.menu.seeFixes;
  if (state?.kind !== 'needsYou') return undefined;
  return state.ask.kind === 'scanQr' ? texts.menu.showCode : texts.menu.seeWhatToDo;
}

function serviceEntry(bot: BotView, service: ServiceView, texts: TrayTexts): MenuEntry {
  const which = { bot: bot.id, service: service.name };
  const isUp = isServiceUp(service);
  return {
    ...tell(named(service.product, texts, serviceCondition(bot, service, texts))),
    enabled: true,
    menu: [
      click(texts.menu.start, { do: 'start', ...which }, !isUp),
      click(texts.menu.stop, { do: 'stop', ...which }, isUp),
      click(texts.menu.restart, { do: 'restart', ...which }, service.state !== 'absent'),
      LINE,
      click(texts.menu.logs, { do: 'open', page: 'logs', bot: bot.id }),
    ],
  };
}

function isServiceUp({ state }: ServiceView): boolean {
  return state === 'running' || state === 'restarting' || state === 'starting';
}

/** Only what would change something. */
function forAll(bots: readonly BotView[], { menu }: TrayTexts): MenuEntry[] {
  const services = bots.flatMap((bot) => bot.services);
  if (services.length === 0) return [];
  const isUp = services.some(isServiceUp);
  const isDown =
    bots.some((bot) => bot.intent === 'stopped') ||
    services.some(({ state }) => state === 'exited' || state === 'dead');
  return [
    ...(isDown ? [click(menu.startAll, { do: 'start' })] : []),
    ...(isUp ? [click(menu.stopAll, { do: 'stop' }), click(menu.restartAll, { do: 'restart' })] : []),
  ];
}

function panels(bots: readonly BotView[], { menu, named: withName }: TrayTexts): MenuEntry[] {
  const entries = bots.flatMap((bot) =>
    bot.services
      .filter((service) => service.panel !== undefined)
      .map((service) => {
        const label = bots.length > 1 ? withName(service.product, bot.name) : service.product;
        return click(plainLabel(label), { do: 'openPanel', bot: bot.id, service: service.name });
      }),
  );
  return entries.length === 0 ? [] : [{ kind: 'item', label: menu.panels, enabled: true, menu: entries }];
}

function pause(until: number, now: number, { menu }: TrayTexts): MenuEntry {
  if (until <= now) {
    const choices = [
      click(menu.pauseHour, { do: 'pause', until: 'hour' }),
      click(menu.pauseMorning, { do: 'pause', until: 'morning' }),
      click(menu.pauseAlways, { do: 'pause', until: 'always' }),
    ];
    return { kind: 'item', label: menu.pause, enabled: true, menu: choices };
  }
  const label = until === LAST_MOMENT ? menu.paused : menu.pausedUntil(clockTime(until));
  return { kind: 'item', label, enabled: true, menu: [click(menu.resume, { do: 'resume' })] };
}

function clockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

function tooltip({ view, trouble }: TrayState, texts: TrayTexts): string {
  const lines = trouble
    ? [texts.trouble[trouble]]
    : (view?.bots.map((bot) => texts.is(bot.name, botCondition(bot, texts).words)) ?? [texts.bot.opening]);
  return ['BotPier', ...lines].join('\n').slice(0, MOST_TOOLTIP);
}

function opening(texts: TrayTexts): Condition {
  return { tone: 'busy', words: texts.bot.opening };
}

function named(name: string, texts: TrayTexts, { tone, words }: Condition): Condition {
  return { tone, words: texts.is(plainLabel(name), words) };
}

function tell({ tone, words }: Condition): MenuEntry & { kind: 'item' } {
  return { kind: 'item', label: `${SYMBOLS[tone]} ${words}`, enabled: false };
}

function click(label: string, action: TrayAction, enabled = true): MenuEntry {
  return { kind: 'item', label, action, enabled };
}
