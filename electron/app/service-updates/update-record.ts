import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { LastServiceUpdate, ServiceVersion } from '../../contract/service-version';

/** How an update ended. */
export type UpdateEnd = Pick<LastServiceUpdate, 'result' | 'diagnosis'>;
type Update = NonNullable<Bot['update']>;

/** BotPier itself ended meanwhile: what ran before is put back. */
export const INTERRUPTED: UpdateEnd = {
  result: 'returned',
  diagnosis: { code: 'updateInterrupted', params: {}, evidence: [] },
};

/** A newer version is to be fetched; the bot goes on as it is. */
export function beginUpdate(bot: Bot, update: Omit<Update, 'stage' | 'wasWell'>): Bot {
  return { ...bot, update: { ...update, stage: 'readying', wasWell: [] } };
}

/** The new version runs, for a trial; the data is kept as it was. */
export function tryUpdate(bot: Bot, kept: Pick<Update, 'snapshot' | 'wasWell'>): Bot {
  if (!bot.update) return bot;
  const { service, to } = bot.update;
  const update: Update = { ...bot.update, stage: 'trying', ...kept };
  return { ...bot, versions: { ...bot.versions, [service]: to }, update };
}

/** The old version is the one that runs, once its data is back; why is kept, should BotPier end before it is told. */
export function turnBack(bot: Bot, end: UpdateEnd): Bot {
  if (!bot.update) return bot;
  const { service, from } = bot.update;
  return {
    ...bot,
    versions: { ...bot.versions, [service]: from },
    update: { ...bot.update, stage: 'returning', end },
  };
}

/** Nothing is updated any more. What an offer came to grief with is not offered again by itself. */
export function settleUpdate(bot: Bot, end: UpdateEnd, now: number): Bot {
  if (!bot.update) return bot;
  const { service, from, to, stage } = bot.update;
  const { update: _, ...rest } = bot;
  const isDone = end.result === 'done';
  return {
    ...rest,
    versions: { ...bot.versions, [service]: isDone ? to : from },
    former: isDone ? { ...bot.former, [service]: from } : bot.former,
    updates: {
      ...bot.updates,
      dismissed:
        stage === 'returning' && end.result === 'returned' && end.diagnosis?.code !== 'updateInterrupted'
          ? withName(bot.updates.dismissed, offerName(service, to))
          : bot.updates.dismissed,
    },
    lastUpdate: { service, from, to, at: now, ...end },
  };
}

/** What an offer is known by, once the user has said no to it. */
export function offerName(
  service: ServiceName,
  { digest, plugins }: Pick<ServiceVersion, 'digest' | 'plugins'>,
): string {
  return [service, digest, plugins].filter(Boolean).join(' ');
}

/** Names of offers that are long gone are of no use. */
const MOST_NAMES = 50;

export function withName(names: readonly string[], name: string): string[] {
  return [...names.filter((one) => one !== name), name].slice(-MOST_NAMES);
}

/** The service that must not run: its data is being put back. */
export function isReturning({ update }: Pick<Bot, 'update'>, service: ServiceName): boolean {
  return update?.stage === 'returning' && update.service === service;
}

/** The service whose version is on trial. */
export function isOnTrial({ update }: Pick<Bot, 'update'>, service: ServiceName): boolean {
  return update?.stage === 'trying' && update.service === service;
}
