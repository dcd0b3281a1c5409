import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../../electron/contract/ids';
import type { LegacySource } from '../../../electron/contract/legacy';
import { findBot, useView } from '../../api/app-view';
import { refusalOf, useTRPC } from '../../api/trpc';
import { WhatIsThis } from '../../handbook/what-is-this';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { SyncProgress } from '../sync-progress';
import { LegacyFound } from './legacy-found';
import { LegacyRefusal } from './legacy-refusal';
import { LookForm } from './look-form';
import { Told } from './told';

interface Props {
  onClose(): void;
  /** Called where the user goes on with the bot. */
  onDone?: (() => void) | undefined;
}

/** From an old repository to a bot here: a look, a yes, and then as far as it is. */
export function BringAlong({ onClose, onDone }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const { restoring } = useView();
  const [source, setSource] = useState<LegacySource>();
  const [leaveOut, setLeaveOut] = useState<readonly string[]>([]);
  const look = useMutation(trpc.legacy.look.mutationOptions());
  const leave = useMutation(trpc.legacy.leave.mutationOptions());
  const bring = useMutation(trpc.legacy.bringAlong.mutationOptions());
  const report = look.data;
  const isLost = report?.left.some(({ why }) => why === 'lost') ?? false;

  const close = () => {
    // Whoever closes it does not wait for what was fetched to be removed.
    leave.mutate();
    onClose();
  };
  const startOver = () => {
    look.reset();
    bring.reset();
    setLeaveOut([]);
  };
  const go = (without: readonly string[]) => {
    if (!source || !report || bring.isPending) return;
    setLeaveOut(without);
    bring.mutate({ source, commit: report.commit, withoutLost: isLost, leaveOut: [...without] });
  };
  const refusal = bring.error ? refusalOf(bring.error) : undefined;
  const broken = refusal?.code === 'legacyDamaged' ? String(refusal.params['path']) : undefined;

  return (
    <Modal
      opened
      onClose={close}
      // It ends by its own button: a slip would leave it going on unseen.
      withCloseButton={!bring.isPending}
      closeOnEscape={!bring.isPending}
      closeOnClickOutside={!bring.isPending}
      size={560}
      title={t('legacy.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="col backup-gap">
        {bring.data !== undefined ? (
          <Done bot={bring.data} onClose={onClose} onDone={onDone} />
        ) : bring.isPending || (restoring && !bring.error) ? (
          <Running />
        ) : !report || !source ? (
          <>
            <p className="sm ink2">{t('legacy.line')}</p>
            <LookForm
              before={source}
              pending={look.isPending}
              error={look.error}
              onChange={look.reset}
              onLook={(next) => {
                setSource(next);
                look.mutate(next);
              }}
            />
            <div className="row">
              <WhatIsThis id="oldRepository" />
            </div>
          </>
        ) : (
          <>
            {bring.error ? (
              <Told>
                <LegacyRefusal error={bring.error} />
              </Told>
            ) : (
              <LegacyFound report={report} />
            )}
            <div className="row wrap legacy-end">
              <Button variant="subtle" onClick={startOver}>
                {t('legacy.other')}
              </Button>
              {broken !== undefined ? (
                <Button variant="filled" onClick={() => go([...leaveOut, broken])}>
                  {t('legacy.without')}
                </Button>
              ) : (
                <Button variant="filled" onClick={() => go(leaveOut)}>
                  {t(bring.error ? 'legacy.again' : isLost ? 'legacy.goWithout' : 'legacy.go')}
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}

function Running() {
  const { t } = useText();
  const trpc = useTRPC();
  const { restoring } = useView();
  const cancel = useMutation(trpc.sync.cancelRestore.mutationOptions());
  return (
    <Told>
      <div className="row spread wrap">
        <span className="row">
          <ToneShape tone="busy" size={24} />
          <b>{t('legacy.running')}</b>
        </span>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('legacy.stop')}
        </Button>
      </div>
      <p className="sm ink2">{t('legacy.runningLine')}</p>
      <SyncProgress progress={restoring?.progress ?? { phase: 'downloading' }} />
      <LegacyRefusal error={cancel.error} />
    </Told>
  );
}

function Done({ bot: id, onClose, onDone }: Props & { bot: BotId }) {
  const { t } = useText();
  const view = useView();
  const bot = findBot(view, id);
  const keys = bot?.keyPool?.keys.length ?? 0;
  const goOn = () => {
    onClose();
    onDone?.();
    location.hash = `/home?bot=${id}`;
  };
  return (
    <Told>
      <span className="row">
        <ToneShape tone="ok" size={24} />
        <b>{t('legacy.done', { name: bot?.name ?? '' })}</b>
      </span>
      {keys > 0 && <p className="sm ink2">{t('legacy.doneKeys', { keys })}</p>}
      <p className="sm ink2">{t('legacy.next')}</p>
      <div className="row legacy-end">
        <Button variant="filled" onClick={goOn}>
          {t('legacy.goOn')}
        </Button>
      </div>
    </Told>
  );
}
