import type { BotView } from '../../electron/contract/view';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { poolHead } from './pool-head';
import { PoolProgress } from './pool-progress';

/** How the trying of freshly pasted keys goes, and how it ended. */
export function PoolResult({ bot }: { bot: BotView }) {
  const { t } = useText();
  const pool = bot.keyPool;
  if (!pool) return null;
  const head = poolHead(t, pool, t('pool.title'));
  return (
    <section className="result" data-tone={head.tone} role="status">
      <ToneShape tone={head.tone} size={20} />
      <div className="grow pool-offer">
        <b>{head.title}</b>
        {pool.checking ? (
          <PoolProgress bot={bot.id} checking={pool.checking} />
        ) : (
          pool.model !== undefined && <p className="sm ink2">{t('pool.asks', { model: pool.model })}</p>
        )}
      </div>
    </section>
  );
}
