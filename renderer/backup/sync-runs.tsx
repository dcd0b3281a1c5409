import type { SyncRun } from '../../electron/contract/sync';
import type { Tone } from '../../electron/contract/tone';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { type TextFunction, useText } from '../text/text';
import { durationText, momentText, sizeText } from '../text/units';

const TONE: Record<SyncRun['outcome'], Tone> = {
  saved: 'ok',
  unchanged: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};

/** What the last runs came to, newest first. */
export function SyncRuns({ runs }: { runs: readonly SyncRun[] }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  return (
    <section className="card backup-card" aria-labelledby="sync-runs">
      <h2 className="h3" id="sync-runs">
        {t('backup.runs.title')}
      </h2>
      {runs.length === 0 ? (
        <p className="sm ink3">{t('backup.runs.none')}</p>
      ) : (
        <ol className="backup-runs">
          {runs.map((run) => (
            <li key={run.at}>
              <ToneShape tone={TONE[run.outcome]} size={16} />
              <time dateTime={new Date(run.at).toISOString()}>{momentText(t, language, run.at, now)}</time>
              <span className="grow">{outcomeText(t, run)}</span>
              <span className="ink3">{t('backup.runs.took', { time: durationText(t, run.tookMs) })}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function outcomeText(
  t: TextFunction,
  { outcome, files = 0, bytes = 0, code = 'syncUnknown' }: SyncRun,
): string {
  switch (outcome) {
    case 'saved':
      return t('backup.runs.saved', { files, size: sizeText(bytes) });
    case 'failed':
      return t('backup.runs.failed', { why: t(`diagnosis.${code}.what`) });
    case 'unchanged':
    case 'cancelled':
      return t(`backup.runs.${outcome}`);
  }
}
