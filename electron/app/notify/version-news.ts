import type { NotificationKind } from '../../contract/notification';
import type { BotView } from '../../contract/view';

/** Something to be told of a bot's versions, once under its name. */
export interface VersionNews {
  name: string;
  kind: Extract<NotificationKind, 'versionOffered' | 'updateReturned'>;
}

/** What there is to tell: a newer version that nobody has said no to, and an update since `since` that went back. Pure. */
export function versionNews({ id, versions }: BotView, since: number): VersionNews[] {
  const { policy, services, last } = versions;
  const offers = policy === 'ask' ? services.filter(({ offer }) => offer?.isDismissed === false) : [];
  const news: VersionNews[] = offers.map(({ service, offer }) => ({
    name: [id, service, offer?.digest, offer?.plugins].join(' '),
    kind: 'versionOffered',
  }));
  if (last?.result === 'returned' && last.at >= since)
    news.push({ name: `${id} ${last.at}`, kind: 'updateReturned' });
  return news;
}
