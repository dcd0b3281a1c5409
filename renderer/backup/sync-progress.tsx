import type { SyncProgress as Progress } from '../../electron/contract/sync';
import { useText } from '../text/text';
import { sizePairText, sizeText } from '../text/units';
import { Bar } from '../wizard/background';

/** What a run is at, and its bytes as far as they are known. */
export function SyncProgress({ progress }: { progress: Progress }) {
  const { t } = useText();
  const { phase, doneBytes, totalBytes } = progress;
  const bytes =
    doneBytes === undefined
      ? ''
      : totalBytes === undefined
        ? t('backup.so', { done: sizeText(doneBytes) })
        : sizePairText(doneBytes, totalBytes);
  return (
    <div className="col backup-progress">
      <Bar
        progress={{
          ...(doneBytes === undefined ? {} : { doneBytes }),
          ...(totalBytes === undefined ? {} : { totalBytes }),
        }}
        label={t('backup.progress')}
      />
      <p className="row spread xs ink3">
        <span>{t(`backup.phase.${phase}`)}</span>
        <span>{bytes}</span>
      </p>
    </div>
  );
}
