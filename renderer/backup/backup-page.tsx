import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { go, useDetail } from '../frame/use-page';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import { LegacyEntry } from './legacy/legacy-entry';
import { RestoreForm } from './restore/restore-form';
import { SetUpSync } from './set-up/set-up-sync';
import { SnapshotsCard } from './snapshots/snapshots-card';
import { SyncOffer } from './sync-offer';
import { SyncRuns } from './sync-runs';
import { SyncSettings } from './sync-settings';
import { SyncState } from './sync-state';
import './backup.css';
import '../settings/settings.css';

/** Everything that keeps a bot from being lost. */
export function BackupPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  const detail = useDetail();
  if (detail === 'github' && !bot.settingUp)
    return (
      <>
        <a className="row sm back" href="#/backup">
          <Icon name="back" size={16} /> {t('backup.back')}
        </a>
        <h1>{t('backup.setUp.title')}</h1>
        <SetUpSync bot={bot} />
      </>
    );
  if (detail === 'restore')
    return (
      <>
        <a className="row sm back" href="#/backup">
          <Icon name="back" size={16} /> {t('backup.back')}
        </a>
        <header>
          <h1>{t('restore.title')}</h1>
          <p className="sm ink2">{t('restore.line')}</p>
        </header>
        <RestoreForm bot={bot} onDone={() => go('home')} />
      </>
    );
  const { sync, snapshots } = bot;
  return (
    <>
      <header>
        <h1>{t('backup.title')}</h1>
        <p className="sm ink2">{t('backup.line')}</p>
      </header>
      {sync ? (
        <>
          <SyncState bot={bot} sync={sync} />
          {sync.settings.keyConfirmedAt !== undefined && (
            <>
              <SyncSettings bot={bot.id} settings={sync.settings} />
              <SyncRuns runs={sync.runs} />
            </>
          )}
        </>
      ) : (
        <SyncOffer bot={bot} />
      )}
      <SnapshotsCard bot={bot} snapshots={snapshots} />
      <section className="card backup-card" aria-labelledby="restore">
        <h2 className="h3" id="restore">
          {t('restore.open')}
        </h2>
        <p className="sm ink2">{t('restore.openLine')}</p>
        <div className="row">
          <Button component="a" href="#/backup/restore">
            {t('restore.open')}…
          </Button>
        </div>
        <LegacyEntry />
      </section>
    </>
  );
}
