import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyPoolView } from '../../electron/contract/key-pool';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { type OfferedService, useOptionalService } from '../api/use-optional-service';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { PoolAgree } from './pool-agree';
import { PoolChat } from './pool-chat';
import { poolHead } from './pool-head';
import { PoolKeys } from './pool-keys';
import { PoolModels } from './pool-models';
import { PoolPaste } from './pool-paste';
import { PoolProgress } from './pool-progress';
import { PoolSettings } from './pool-settings';
import './pool.css';
import '../wizard/key/key.css';

/** Many keys of one provider: put in, watched, taken out; and how the pool treats them. */
export function PoolPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  const service = useOptionalService(bot, 'keyPool');
  const pool = bot.keyPool;
  return (
    <>
      <a className="row sm back" href="#/model">
        <Icon name="back" size={16} /> {t('pool.back')}
      </a>
      {service === undefined ? (
        <div aria-busy="true" />
      ) : service === null ? (
        <Empty title={t('pool.title')} line={t('pool.none')}>
          <Button component="a" href="#/">
            {t('pool.change')}
          </Button>
        </Empty>
      ) : pool === undefined || pool.keys.length === 0 ? (
        <>
          <Empty title={t('pool.empty.title')} line={t('pool.empty.line')} />
          <PoolPaste bot={bot} service={service} />
        </>
      ) : (
        <Filled bot={bot} pool={pool} service={service} />
      )}
    </>
  );
}

function Empty({ title, line, children }: { title: string; line: string; children?: React.ReactNode }) {
  const { t } = useText();
  return (
    <header className="col pool-empty">
      <h1>{title}</h1>
      <p className="ink2">{line}</p>
      <p className="sm ink3">{t('pool.worth')}</p>
      {children && <div className="row">{children}</div>}
    </header>
  );
}

function Filled({ bot, pool, service }: { bot: BotView; pool: KeyPoolView; service: OfferedService }) {
  const { t } = useText();
  const trpc = useTRPC();
  const check = useMutation(trpc.keyPool.check.mutationOptions());
  const turnOn = useMutation(trpc.keyPool.turnOn.mutationOptions());
  const turnOff = useMutation(trpc.keyPool.turnOff.mutationOptions());
  const [adding, setAdding] = useState(false);
  const head = poolHead(t, pool, service.product);
  return (
    <>
      <header className="headline">
        <ToneShape tone={head.tone} size={34} />
        <div className="grow">
          <h1 aria-live="polite">{head.title}</h1>
          <p className="sm ink2">{useLine(pool)}</p>
        </div>
        <div className="row wrap headline-actions">
          {!adding && (
            <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
              {t('pool.add')}
            </Button>
          )}
          <Button
            leftSection={<Icon name="again" />}
            disabled={pool.checking !== undefined}
            loading={check.isPending}
            onClick={() => check.mutate({ bot: bot.id })}
          >
            {t('pool.recheck')}
          </Button>
          {!pool.on && (
            <Button
              variant="filled"
              loading={turnOn.isPending}
              onClick={() => turnOn.mutate({ bot: bot.id })}
            >
              {t('pool.turnOn')}
            </Button>
          )}
        </div>
      </header>
      <Refusal error={check.error ?? turnOn.error ?? turnOff.error} />
      {pool.checking && <PoolProgress bot={bot.id} checking={pool.checking} />}
      {pool.on && !pool.consented && !adding && (
        <section className="card pool-paste">
          <PoolAgree bot={bot} service={service} />
        </section>
      )}
      {adding && <PoolPaste bot={bot} service={service} onClose={() => setAdding(false)} />}
      <PoolKeys bot={bot.id} pool={pool} />
      <div className="pool-grid">
        <PoolChat bot={bot.id} running={pool.on && pool.seen !== undefined} />
        <PoolModels bot={bot.id} model={pool.model} />
      </div>
      <PoolSettings bot={bot.id} settings={pool.settings} />
      {pool.on && (
        <div className="row">
          <Button
            variant="subtle"
            className="flush"
            loading={turnOff.isPending}
            onClick={() => turnOff.mutate({ bot: bot.id })}
          >
            {t('pool.turnOff')}
          </Button>
        </div>
      )}
    </>
  );
}

/** What stands behind the headline. */
function useLine(pool: KeyPoolView): string {
  const { t } = useText();
  if (!pool.on) return t('pool.offLine');
  if (!pool.consented) return t('pool.line');
  if (pool.seen === undefined) return t('pool.unseen');
  if (pool.seen < pool.expected) return t('pool.putting', { seen: pool.seen, n: pool.expected - pool.seen });
  return pool.model === undefined ? t('pool.line') : t('pool.asks', { model: pool.model });
}
