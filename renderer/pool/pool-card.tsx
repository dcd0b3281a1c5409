import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { useOptionalService } from '../api/use-optional-service';
import { go } from '../frame/use-page';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { goodOf } from './key-tone';
import { poolHead } from './pool-head';
import './pool.css';

/** The pool in a line, with the way to it; nothing where the brain cannot use one. */
export function PoolCard({ bot }: { bot: BotView }) {
  const { t } = useText();
  const service = useOptionalService(bot, 'keyPool');
  const pool = bot.keyPool;
  if (!service) return null;
  const total = pool?.keys.length ?? 0;
  const tone = pool && total > 0 ? poolHead(t, pool, service.product).tone : 'idle';
  const line =
    !pool || total === 0
      ? t('pool.card.start')
      : pool.on
        ? t('pool.card.line', { total, good: goodOf(pool.keys) })
        : t('pool.card.off', { total });
  return (
    <section className="card pool-card">
      <ToneShape tone={tone} size={20} />
      <div className="grow">
        <h2 className="h3">{t('pool.title')}</h2>
        <p className="sm ink2">{line}</p>
      </div>
      <Button onClick={() => go('pool')}>{t('pool.card.open')}</Button>
    </section>
  );
}
