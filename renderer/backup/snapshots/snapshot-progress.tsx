import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../../electron/contract/ids';
import type { SnapshotProgress as Progress } from '../../../electron/contract/snapshot';
import { useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { sizePairText, sizeText } from '../../text/units';
import { Bar } from '../../wizard/background';

/** What is being done to a bot's snapshots, how far it is, and the way out of it. */
export function SnapshotProgress({ bot, progress }: { bot: BotId; progress: Progress }) {
  const { t } = useText();
  const trpc = useTRPC();
  const cancel = useMutation(trpc.snapshots.cancel.mutationOptions());
  const { task, phase, doneBytes, totalBytes } = progress;
  const share = totalBytes ? Math.min(1, doneBytes / totalBytes) : undefined;
  // What was copied last time is only a guess at what there is now.
  const total = totalBytes === undefined ? undefined : Math.max(totalBytes, doneBytes);
  return (
    <div className="col backup-gap" role="status">
      <div className="row spread wrap">
        <span className="row">
          <ToneShape tone="busy" size={20} share={share} />
          <b>{t(`snapshots.task.${task}`)}</b>
        </span>
        <Button size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ bot })}>
          {t(task === 'take' ? 'snapshots.cancel' : 'snapshots.stop')}
        </Button>
      </div>
      <div className="col backup-progress">
        <Bar
          progress={{ doneBytes, ...(total === undefined ? {} : { totalBytes: total }) }}
          label={t(`snapshots.task.${task}`)}
        />
        <p className="row spread xs ink3">
          <span>{t(`snapshots.phase.${phase}`)}</span>
          <span>
            {doneBytes === 0
              ? ''
              : total === undefined
                ? sizeText(doneBytes)
                : sizePairText(doneBytes, total)}
          </span>
        </p>
      </div>
      <Refusal error={cancel.error} />
    </div>
  );
}
