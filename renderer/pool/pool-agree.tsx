import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { type OfferedService, useOptionalService } from '../api/use-optional-service';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { PoolLicence } from './licence';
import { POOL_CONSENT_VERSION } from './use-add-keys';
import './pool.css';

/** The licence of what plays the pool, and the button to agree to it. */
export function PoolAgree({ bot, service }: { bot: BotView; service: OfferedService }) {
  const { t } = useText();
  const trpc = useTRPC();
  const consent = useMutation(trpc.keyPool.consent.mutationOptions());
  return (
    <>
      <PoolLicence service={service} />
      <Refusal error={consent.error} />
      <div className="row">
        <Button
          variant="filled"
          loading={consent.isPending}
          onClick={() => consent.mutate({ bot: bot.id, version: POOL_CONSENT_VERSION })}
        >
          {t('pool.licence.agree')}
        </Button>
      </div>
    </>
  );
}

/** Keys that came with the bot, where a key is asked for: only the licence is missing. */
export function KeysAtHand({ bot }: { bot: BotView }) {
  const { t } = useText();
  const service = useOptionalService(bot, 'keyPool');
  const { keyPool: pool } = bot;
  if (!service || !pool?.on || pool.consented || pool.keys.length === 0) return null;
  return (
    <section className="result keys-at-hand" data-tone="busy" role="status">
      <Icon name="key" size={20} />
      <div className="grow pool-offer">
        <b>{t('pool.offer.atHand', { n: pool.keys.length })}</b>
        <PoolAgree bot={bot} service={service} />
      </div>
    </section>
  );
}
