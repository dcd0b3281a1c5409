import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { WhatIsThis } from '../handbook/what-is-this';
import { useText } from '../text/text';

/** What saving to GitHub is good for, and what it is not, before anything is begun. */
export function SyncOffer({ bot }: { bot: BotView }) {
  const { t } = useText();
  return (
    <section className="card backup-card" aria-labelledby="sync-offer">
      <h2 id="sync-offer">{t('backup.sync.title')}</h2>
      <p>{t('backup.sync.offer')}</p>
      <p className="sm ink2">{t('backup.sync.honest')}</p>
      <div className="row wrap">
        {bot.settingUp ? (
          <p className="sm ink3">{t('backup.sync.notYet')}</p>
        ) : (
          <Button component="a" href="#/backup/github" variant="filled">
            {t('backup.sync.begin')}
          </Button>
        )}
        <WhatIsThis id="backup" />
      </div>
    </section>
  );
}
