import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { VersionsView } from '../../electron/contract/service-version';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { shortDigest } from './version-text';
import './versions.css';

type Row = VersionsView['services'][number];

/** What is to be had of a service, what is to be known of it, and a yes or no. */
export function OfferedVersion({
  bot,
  row: { service, offer, product },
  isBusy,
  isNamed = false,
}: {
  bot: BotId;
  row: Row;
  isBusy: boolean;
  /** Whether it has to say which product it is about. */
  isNamed?: boolean;
}) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const begin = useMutation(trpc.serviceUpdates.begin.mutationOptions());
  const dismiss = useMutation(trpc.serviceUpdates.dismiss.mutationOptions());
  if (!offer) return null;
  const version = [isNamed ? product : '', offer.version].filter(Boolean).join(' ');
  return (
    <div className="version-offer">
      <div className="grow">
        <b>
          {t(offer.isRebuilt ? 'versions.rebuilt' : 'versions.offer', { version })}{' '}
          <code className="xs ink3">{shortDigest(offer.digest)}</code>
        </b>
        <p className="sm ink2">
          {offer.isRebuilt ? t('versions.rebuiltNotes') : offer.notes[language]}{' '}
          <a href={offer.link} target="_blank" rel="noreferrer">
            {t('versions.more')}
          </a>
        </p>
        {offer.isDismissed && <p className="xs ink3">{t('versions.dismissed')}</p>}
      </div>
      <span className="row wrap">
        {!offer.isDismissed && (
          <Button
            variant="subtle"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate({ bot, service })}
          >
            {t('versions.dismiss')}
          </Button>
        )}
        <Button
          disabled={isBusy}
          loading={begin.isPending}
          onClick={() => begin.mutate({ bot, service, to: 'offer' })}
        >
          {t('versions.update')}
        </Button>
      </span>
      <Refusal error={begin.error ?? dismiss.error} />
    </div>
  );
}
