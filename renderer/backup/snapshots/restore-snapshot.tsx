import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../../electron/contract/ids';
import type { SnapshotSummary } from '../../../electron/contract/snapshot';
import { refusalOf, useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { useText } from '../../text/text';

export interface SnapshotDialogProps {
  bot: BotId;
  snapshot: SnapshotSummary;
  /** When it was taken, in words. */
  time: string;
  onClose(): void;
}

/** Says what going back means before it is done. */
export function RestoreSnapshot({ bot, snapshot, time, onClose }: SnapshotDialogProps) {
  const { t } = useText();
  const trpc = useTRPC();
  const restore = useMutation(trpc.snapshots.restore.mutationOptions({ onSuccess: onClose }));
  const mayStop = restore.error ? refusalOf(restore.error).code === 'pauseImpossible' : false;
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('snapshots.confirm.title', { time })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <ul className="backup-todo">
          <li>{t('snapshots.confirm.now')}</li>
          <li>{t('snapshots.confirm.gap')}</li>
          <li>{t('snapshots.confirm.lost')}</li>
          {mayStop && <li>{t('snapshots.mayStop')}</li>}
        </ul>
        {!mayStop && <Refusal error={restore.error} />}
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            variant="filled"
            loading={restore.isPending}
            onClick={() => restore.mutate({ bot, snapshot: snapshot.id, mayStop })}
          >
            {t('snapshots.confirm.go')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
