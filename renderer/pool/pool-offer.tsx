import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { BotView } from '../../electron/contract/view';
import { useOptionalService } from '../api/use-optional-service';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { PoolLicence } from './licence';
import { PoolResult } from './pool-result';
import { useAddKeys } from './use-add-keys';
import './pool.css';

/** From so many keys on, a pool is worth a program of its own. */
const WORTH_FROM = 3;

interface Props {
  bot: BotView;
  /** The pasted text and how many keys were seen in it. */
  text: string;
  count: number;
  /** The keys are in the pool and are being tried. */
  put: boolean;
  onPut(): void;
  onFirst(): void;
}

/** Several keys were pasted where one was asked for: one of them, or all in turn. */
export function PoolOffer({ bot, text, count, put, onPut, onFirst }: Props) {
  const { t } = useText();
  const service = useOptionalService(bot, 'keyPool');
  const { addKeys, pending, error } = useAddKeys(bot.id);
  const box = useRef<HTMLElement>(null);
  const shown = put || service !== undefined;
  useEffect(() => {
    // On a narrow screen the answer to a paste would be below the list of providers.
    if (shown) box.current?.scrollIntoView({ block: 'center' });
  }, [shown]);
  if (put) {
    return (
      <section ref={box}>
        <PoolResult bot={bot} />
      </section>
    );
  }
  if (service === undefined) return null;
  const worth = service !== null && count >= WORTH_FROM;
  const mustAgree = bot.keyPool?.consented !== true;
  return (
    <section ref={box} className="result" data-tone="busy" role="status">
      <Icon name="key" size={20} />
      <div className="grow pool-offer">
        <b>{t('pool.offer.title', { n: count })}</b>
        <p className="sm ink2">
          {t(service === null ? 'pool.offer.cannot' : worth ? 'pool.offer.many' : 'pool.offer.few', {
            n: count,
          })}
        </p>
        {worth && mustAgree && <PoolLicence service={service} />}
        <Refusal error={error} />
        <div className="row wrap fixes">
          {worth && (
            <Button
              variant="filled"
              loading={pending}
              onClick={() => void addKeys(text, { agree: mustAgree }).then(onPut, () => {})}
            >
              {t(mustAgree ? 'pool.paste.agreeAndPut' : 'pool.paste.put')}
            </Button>
          )}
          <Button variant={worth ? 'default' : 'filled'} onClick={onFirst}>
            {t('pool.offer.first')}
          </Button>
        </div>
      </div>
    </section>
  );
}
