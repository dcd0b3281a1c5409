import type { NotificationKind } from '../../contract/notification';
import type { BotView } from '../../contract/view';
import { type Trouble, troubleOf } from './trouble';

/** What is remembered of one bot between two looks. Times are ms since 1970. */
export interface Watched {
  /** The trouble it is in: since when without a long enough calm, and of which kind since when. */
  episode: { since: number; trouble: Trouble; kindSince: number } | undefined;
  /** Since when it has been well within an episode. */
  wellSince: number | undefined;
  /** The last kind that was told, until the way back is told. */
  told: NotificationKind | undefined;
  /** Troubles told within the last day, oldest first. */
  tellings: readonly Telling[];
}

interface Telling {
  kind: Trouble['kind'];
  at: number;
}

export interface Decision {
  watched: Watched;
  /** What is to be told now. */
  tell: { kind: NotificationKind; trouble: Trouble | undefined } | undefined;
  /** When to look again, though nothing changes until then. */
  lookAt: number | undefined;
}

export const UNWATCHED: Watched = {
  episode: undefined,
  wellSince: undefined,
  told: undefined,
  tellings: [],
};

/** What mends itself within so long is nobody's business. */
const PATIENCE_MS: Record<Trouble['kind'], number> = {
  offline: 30_000,
  needsScan: 10_000,
  bridgeBroken: 60_000,
  modelBroken: 60_000,
  down: 60_000,
  notSaved: 15 * 60_000,
};
/** A bot that is well for so long is back. It must prove itself longer after each telling of the last day. */
const CALM_MS = 60_000;
const CALM_FACTOR = 5;
/** What comes and goes all day must last longer each time before it is told again. */
const LATER_PATIENCE_MS = [0, 10 * 60_000, 30 * 60_000, 2 * 3_600_000, 4 * 3_600_000] as const;
const DAY_MS = 24 * 3_600_000;

/**
 * Whether a change of a bot is worth a word. Pure.
 * @param hushed nothing may be told now: paused, quiet hours, or the kind is switched off
 */
export function decide(
  before: Watched,
  bot: BotView,
  now: number,
  hushed: (kind: NotificationKind) => boolean,
): Decision {
  const tellings = before.tellings.filter(({ at }) => now - at < DAY_MS);
  const trouble = troubleOf(bot);
  if (bot.settingUp || bot.intent === 'stopped')
    return { watched: { ...UNWATCHED, tellings }, tell: undefined, lookAt: undefined };
  return trouble
    ? inTrouble(before, tellings, trouble, now, hushed)
    : well(before, tellings, bot, now, hushed);
}

function inTrouble(
  before: Watched,
  tellings: readonly Telling[],
  trouble: Trouble,
  now: number,
  hushed: (kind: NotificationKind) => boolean,
): Decision {
  const { episode } = before;
  const kindSince = episode?.trouble.kind === trouble.kind ? episode.kindSince : now;
  const watched: Watched = {
    episode: { since: episode?.since ?? now, trouble, kindSince },
    wellSince: undefined,
    told: before.told,
    tellings,
  };
  if (before.told === trouble.kind || hushed(trouble.kind))
    return { watched, tell: undefined, lookAt: undefined };
  // A scan is what the user can do about an account that was told to be offline a minute ago.
  const earlier = tellings.filter(({ kind }) => (kind === 'needsScan') === (trouble.kind === 'needsScan'));
  const later = LATER_PATIENCE_MS[Math.min(earlier.length, LATER_PATIENCE_MS.length - 1)] ?? 0;
  const due = kindSince + Math.max(PATIENCE_MS[trouble.kind], later);
  if (now < due) return { watched, tell: undefined, lookAt: due };
  return {
    watched: { ...watched, told: trouble.kind, tellings: [...tellings, { kind: trouble.kind, at: now }] },
    tell: { kind: trouble.kind, trouble },
    lookAt: undefined,
  };
}

function well(
  before: Watched,
  tellings: readonly Telling[],
  bot: BotView,
  now: number,
  hushed: (kind: NotificationKind) => boolean,
): Decision {
  if (!before.episode) return { watched: { ...UNWATCHED, tellings }, tell: undefined, lookAt: undefined };
  // On its way up it is neither in trouble nor well.
  if (bot.tone !== 'ok') {
    return { watched: { ...before, wellSince: undefined, tellings }, tell: undefined, lookAt: undefined };
  }
  const wellSince = before.wellSince ?? now;
  const due = wellSince + CALM_MS * CALM_FACTOR ** Math.max(0, tellings.length - 1);
  if (now < due) return { watched: { ...before, wellSince, tellings }, tell: undefined, lookAt: due };
  const isNews = before.told !== undefined && !hushed('back');
  return {
    watched: { ...UNWATCHED, tellings },
    tell: isNews ? { kind: 'back', trouble: undefined } : undefined,
    lookAt: undefined,
  };
}
