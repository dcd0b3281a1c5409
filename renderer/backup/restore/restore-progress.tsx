import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RestoreView } from '../../../electron/contract/sync';
import { useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { SyncProgress } from '../sync-progress';

/** A bot on its way back. */
export function RestoreProgress({ restoring }: { restoring: RestoreView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const cancel = useMutation(trpc.sync.cancelRestore.mutationOptions());
  return (
    <div className="col backup-gap" role="status">
      <div className="row spread wrap">
        <span className="row">
          <ToneShape tone="busy" size={24} />
          <b>{t('restore.running')}</b>
        </span>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('restore.stop')}
        </Button>
      </div>
      <p className="sm ink2">{t('restore.runningLine')}</p>
      <SyncProgress progress={restoring.progress} />
      <Refusal error={cancel.error} />
    </div>
  );
}
