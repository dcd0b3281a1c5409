import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SnapshotsView } from '../../../electron/contract/snapshot';
import type { BotView } from '../../../electron/contract/view';
import { refusalOf, useTRPC } from '../../api/trpc';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useNow } from '../../parts/use-now';
import { useText } from '../../text/text';
import { momentText } from '../../text/units';
import { SnapshotProgress } from './snapshot-progress';
import { SnapshotRow } from './snapshot-row';
import { SnapshotSettings } from './snapshot-settings';

/** Copies of a bot on this computer: taken, gone back to, saved as files, deleted. */
export function SnapshotsCard({ bot, snapshots }: { bot: BotView; snapshots: SnapshotsView }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const now = useNow(30_000);
  const list = useQuery(trpc.snapshots.list.queryOptions({ bot: bot.id }));
  const take = useMutation(trpc.snapshots.take.mutationOptions());
  const undo = useMutation(trpc.snapshots.undo.mutationOptions());
  const { refetch } = list;
  const { count, lastAt, progress, failure, restored } = snapshots;
  const changed = `${count} ${lastAt}`;
  useEffect(() => {
    if (changed) void refetch();
  }, [changed, refetch]);
  // Those that saving keeps for itself are nobody's choice.
  const shown = list.data?.filter(({ reason }) => reason !== 'sync') ?? [];
  const last = shown[0];
  const mustStop = take.error ? refusalOf(take.error).code === 'pauseImpossible' : false;
  return (
    <section className="card backup-card" aria-labelledby="snapshots">
      <div className="row spread wrap">
        <div className="grow">
          <h2 id="snapshots">{t('snapshots.title')}</h2>
          <p className="sm ink2">
            {last
              ? t('snapshots.last', { n: shown.length, time: momentText(t, language, last.at, now) })
              : t('snapshots.line')}
          </p>
        </div>
        <Button
          variant={bot.sync ? 'default' : 'filled'}
          leftSection={<Icon name="copy" />}
          disabled={progress !== undefined || bot.settingUp}
          loading={take.isPending && !progress}
          onClick={() => take.mutate({ bot: bot.id })}
        >
          {t('snapshots.take')}
        </Button>
      </div>
      {progress && <SnapshotProgress bot={bot.id} progress={progress} />}
      {mustStop ? (
        <div className="note" data-tone="warn" role="alert">
          <ToneShape tone="warn" size={17} />
          <div className="grow">{t('snapshots.mayStop')}</div>
          <Button onClick={() => take.mutate({ bot: bot.id, mayStop: true })}>
            {t('snapshots.takeStopping')}
          </Button>
        </div>
      ) : (
        <Refusal error={take.error} />
      )}
      {failure && !progress && (
        <p className="note" data-tone="warn">
          <ToneShape tone="warn" size={17} />
          {t('snapshots.failed', {
            time: momentText(t, language, failure.at, now),
            why: t(`error.${failure.code}`),
          })}
        </p>
      )}
      {restored && !progress && (
        <div className="note" data-tone="ok">
          <ToneShape tone="ok" size={17} />
          <div className="grow">
            {t('snapshots.restored', { time: momentText(t, language, restored.at, now) })}
          </div>
          <Button loading={undo.isPending} onClick={() => undo.mutate({ bot: bot.id })}>
            {t('snapshots.undo')}
          </Button>
        </div>
      )}
      <Refusal error={undo.error ?? list.error} />
      {shown.length > 0 ? (
        <ul className="backup-list" aria-label={t('snapshots.list')}>
          {shown.map((one) => (
            <SnapshotRow key={one.id} bot={bot} snapshot={one} busy={progress !== undefined} />
          ))}
        </ul>
      ) : (
        list.data && <p className="sm ink3">{t('snapshots.none')}</p>
      )}
      <SnapshotSettings bot={bot.id} settings={snapshots.settings} />
    </section>
  );
}
