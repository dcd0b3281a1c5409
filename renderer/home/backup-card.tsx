import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { syncHead } from '../backup/sync-head';
import { go } from '../frame/use-page';
import { Icon } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';
import { momentText } from '../text/units';

/** Whether the bot is saved somewhere else, in a line, with the way to it. */
export function BackupCard({ bot }: { bot: BotView }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  const { sync } = bot;
  const link = bot.chain.find(({ id }) => id === 'sync');
  const head = sync && syncHead(t, sync, link);
  return (
    <section className="card backup-home" aria-labelledby="backup-home">
      {head ? <ToneShape tone={head.tone} size={20} /> : <Icon name="safe" size={20} />}
      <div className="grow">
        <h2 className="h3" id="backup-home">
          {t('backup.title')}
        </h2>
        <p className="sm ink2">
          {sync && head
            ? [
                head.title,
                sync.lastSuccess === undefined
                  ? ''
                  : t('backup.sync.last', { time: momentText(t, language, sync.lastSuccess, now) }),
              ]
                .filter((part) => part !== '')
                .join(' · ')
            : t('backup.home.none')}
        </p>
      </div>
      <Button onClick={() => go('backup')}>{t(sync ? 'backup.home.open' : 'backup.home.setUp')}</Button>
    </section>
  );
}
