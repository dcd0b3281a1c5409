import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { useText } from '../../text/text';
import type { SnapshotDialogProps } from './restore-snapshot';

export function RemoveSnapshot({ bot, snapshot, time, onClose }: SnapshotDialogProps) {
  const { t } = useText();
  const trpc = useTRPC();
  const remove = useMutation(trpc.snapshots.remove.mutationOptions({ onSuccess: onClose }));
  return (
    <Modal
      opened
      onClose={onClose}
      size={420}
      title={t('snapshots.confirm.removeTitle', { time })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <p>{t('snapshots.confirm.removeLine')}</p>
        <Refusal error={remove.error} />
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            data-danger
            loading={remove.isPending}
            onClick={() => remove.mutate({ bot, snapshot: snapshot.id })}
          >
            {t('snapshots.remove')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
