import { ActionIcon, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { KeyPoolView, PoolKeyView } from '../../electron/contract/key-pool';
import { useTRPC } from '../api/trpc';
import { ChoiceGroup } from '../parts/choice-group';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { WindowedList } from '../parts/windowed-list';
import { useText } from '../text/text';
import { momentText } from '../text/units';
import { KEY_FILTERS, KEY_TONE, type KeyFilter, keysOf } from './key-tone';
import { useRemoval } from './use-removal';

const ROW_HEIGHT = 58;

/** Every key of the pool with its state, to be tried again or removed. */
export function PoolKeys({ bot, pool }: { bot: BotId; pool: KeyPoolView }) {
  const { t } = useText();
  const now = useNow(30_000);
  const trpc = useTRPC();
  const check = useMutation(trpc.keyPool.check.mutationOptions());
  const removal = useRemoval(bot);
  const [filter, setFilter] = useState<KeyFilter>('all');
  const keys = pool.keys.filter((key) => !removal.hidden.has(key.id));
  const shown = keysOf(keys, filter);
  const broken = keysOf(keys, 'bad');
  const filters = KEY_FILTERS.map((one) => ({ one, n: keysOf(keys, one).length })).filter(
    ({ one, n }) => one === 'all' || one === filter || n > 0,
  );
  return (
    <section className="col pool-keys">
      <div className="row spread wrap">
        <ChoiceGroup<KeyFilter>
          className="chips"
          label={t('pool.filter.label')}
          value={filter}
          onChange={setFilter}
          choices={filters.map(({ one, n }) => ({
            value: one,
            content: (
              <>
                {one !== 'all' && <ToneShape tone={one} size={13} />}
                {t(`pool.filter.${one}`)} {n}
              </>
            ),
          }))}
        />
        {filter === 'bad' && broken.length > 0 && (
          <Button size="xs" data-danger onClick={() => removal.remove(broken.map((key) => key.id))}>
            {t('pool.removeBad', { n: broken.length })}
          </Button>
        )}
      </div>
      {removal.count > 0 && (
        <p className="row sm pool-removed" role="status">
          {t('pool.removed', { n: removal.count })}
          {removal.undo && (
            <Button variant="subtle" size="xs" onClick={removal.undo}>
              {t('app.undo')}
            </Button>
          )}
        </p>
      )}
      <Refusal error={removal.error ?? check.error} />
      <div className="card pool-list">
        {shown.length === 0 ? (
          <p className="sm ink2 pool-nothing">{t('pool.nothing')}</p>
        ) : (
          <WindowedList
            items={shown}
            keyOf={(key) => key.id}
            rowHeight={ROW_HEIGHT}
            label={t('pool.list', { n: shown.length })}
          >
            {(key, tabIndex) => (
              <KeyRow
                poolKey={key}
                tabIndex={tabIndex}
                now={now}
                onCheck={() => check.mutate({ bot, ids: [key.id] })}
                onRemove={() => removal.remove([key.id])}
              />
            )}
          </WindowedList>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  poolKey: PoolKeyView;
  tabIndex: 0 | -1;
  now: number;
  onCheck(): void;
  onRemove(): void;
}

function KeyRow({ poolKey, tabIndex, now, onCheck, onRemove }: RowProps) {
  const { t, language } = useText();
  const { hint, state, fails, message, checkedAt } = poolKey;
  const tone = KEY_TONE[state];
  const about = [t(`pool.about.${state}`, { fails }), message === '' ? '' : t('pool.said', { message })]
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <div className="pool-key" data-tone={tone}>
      <ToneShape tone={tone} size={19} />
      <div className="pool-key-text">
        <p>
          <code>{hint}</code> <b className="tone">{t(`pool.state.${state}`)}</b>
        </p>
        <p className="xs ink3 pool-key-about" title={about}>
          {about}
        </p>
      </div>
      {checkedAt !== undefined && (
        <span className="xs ink3 nowrap pool-key-when">
          {t('pool.checkedAt', { time: momentText(t, language, checkedAt, now) })}
        </span>
      )}
      <span className="row pool-key-buttons">
        <ActionIcon
          tabIndex={tabIndex}
          aria-label={t('pool.recheckOne', { key: hint })}
          title={t('pool.recheckOne', { key: hint })}
          disabled={state === 'checking'}
          onClick={onCheck}
        >
          <Icon name="again" size={16} />
        </ActionIcon>
        <ActionIcon
          tabIndex={tabIndex}
          aria-label={t('pool.removeOne', { key: hint })}
          title={t('pool.removeOne', { key: hint })}
          onClick={onRemove}
        >
          <Icon name="cross" size={16} />
        </ActionIcon>
      </span>
    </div>
  );
}
