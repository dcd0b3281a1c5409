import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CleanUpItem } from '../../electron/contract/resources';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { sizeText } from '../text/units';

const KINDS = ['container', 'image', 'log', 'volume'] as const;

/** Lists what can go, removes what is ticked. Data is ticked by hand, and asked about once more. */
export function CleanUpDialog({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const found = useQuery(trpc.resources.listCleanUp.queryOptions(undefined, { staleTime: 0, gcTime: 0 }));
  const remove = useMutation(trpc.resources.cleanUp.mutationOptions({ onSuccess: onDone }));
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [data, setData] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const items = found.data ?? [];
  const isTicked = ({ id, kind }: CleanUpItem) => (kind === 'volume' ? data.has(id) : !unticked.has(id));
  const ticked = items.filter(isTicked);
  const volumes = ticked.filter(({ kind }) => kind === 'volume');
  const toggle = ({ id, kind }: CleanUpItem) => {
    const [set, change] = kind === 'volume' ? [data, setData] : [unticked, setUnticked];
    change(set.has(id) ? new Set([...set].filter((one) => one !== id)) : new Set([...set, id]));
  };
  const go = () => {
    if (volumes.length > 0 && !asking) return setAsking(true);
    remove.mutate({ items: ticked.map(({ id }) => id), data: volumes.map(({ id }) => id) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={620}
      title={t('resources.cleanUp.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="col clean-up">
        {remove.data ? (
          <Outcome outcome={remove.data} items={items} />
        ) : asking ? (
          <div className="note" data-tone="bad" role="alert">
            <ToneShape tone="bad" size={18} />
            <div>
              <p>{t('resources.cleanUp.data')}</p>
              <ul>
                {volumes.map(({ id, name }) => (
                  <li key={id} className="mono xs">
                    {name}
                  </li>
                ))}
              </ul>
            </div>
          </div>
        ) : (
          <>
            <p className="sm ink2">{t('resources.cleanUp.line')}</p>
            {found.isPending && (
              <p className="sm ink3" role="status">
                {t('resources.cleanUp.looking')}
              </p>
            )}
            {found.data?.length === 0 && <p>{t('resources.cleanUp.none')}</p>}
            {KINDS.map((kind) => {
              const of = items.filter((item) => item.kind === kind);
              if (of.length === 0) return null;
              return (
                <fieldset key={kind}>
                  <legend className="sm">
                    <b>{t(`resources.cleanUp.kind.${kind}`)}</b>
                  </legend>
                  {of.map((item) => (
                    <label key={item.id} className="clean-up-item">
                      <input type="checkbox" checked={isTicked(item)} onChange={() => toggle(item)} />
                      <span className="grow">
                        <span className="sm">{item.name}</span>
                        <span className="xs ink3">{t(`resources.cleanUp.why.${item.why}`)}</span>
                      </span>
                      <span className="sm nowrap">
                        {item.bytes === undefined ? '' : sizeText(item.bytes)}
                      </span>
                    </label>
                  ))}
                </fieldset>
              );
            })}
          </>
        )}
        <Refusal error={found.error ?? remove.error} />
        <div className="row wrap form-end">
          {remove.data || items.length === 0 ? (
            <Button onClick={onClose}>{t('app.close')}</Button>
          ) : (
            <>
              <span className="grow sm ink2" role="status">
                {t('resources.cleanUp.chosen', {
                  count: ticked.length,
                  size: sizeText(ticked.reduce((sum, { bytes = 0 }) => sum + bytes, 0)),
                })}
              </span>
              <Button variant="subtle" onClick={asking ? () => setAsking(false) : onClose}>
                {t(asking ? 'resources.cleanUp.back' : 'app.cancel')}
              </Button>
              <Button data-danger disabled={ticked.length === 0} loading={remove.isPending} onClick={go}>
                {t(asking ? 'resources.cleanUp.sure' : 'resources.cleanUp.go')}
              </Button>
            </>
          )}
        </div>
      </div>
    </Modal>
  );
}

interface OutcomeProps {
  outcome: {
    removed: readonly string[];
    freedBytes: number;
    kept: readonly { id: string; message: string }[];
  };
  items: readonly CleanUpItem[];
}

function Outcome({ outcome, items }: OutcomeProps) {
  const { t } = useText();
  return (
    <>
      <p className="row" role="status">
        <ToneShape tone="ok" size={18} />
        {t('resources.cleanUp.done', { count: outcome.removed.length, size: sizeText(outcome.freedBytes) })}
      </p>
      {outcome.kept.length > 0 && (
        <div className="note" data-tone="warn">
          <ToneShape tone="warn" size={18} />
          <div>
            <p>{t('resources.cleanUp.kept')}</p>
            <ul>
              {outcome.kept.map(({ id, message }) => (
                <li key={id} className="xs">
                  {items.find((item) => item.id === id)?.name ?? id}: {message}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </>
  );
}
