import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LostSecret } from '../../electron/contract/secrets';
import { useView } from '../api/app-view';
import { go } from '../frame/use-page';
import { KeepingDialog } from '../secrets/keeping-dialog';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';

interface Props {
  /** Goes to another section of this page. */
  onSection(section: 'notifications' | 'network'): void;
}

/** How secrets are kept, and which of them have to be entered again. */
export function SecretsSection({ onSection }: Props) {
  const { t } = useText();
  const { secrets } = useView();
  const [choosing, setChoosing] = useState(false);
  const enter = ({ kind }: LostSecret) => {
    if (kind === 'modelKey') return go('model');
    if (kind === 'poolKeys') return go('pool');
    onSection(kind === 'channel' ? 'notifications' : 'network');
  };
  return (
    <section className="card" aria-label={t('secrets.title')}>
      <SettingRow title={t('secrets.row')} line={t('secrets.rowLine')}>
        <span className="sm ink2">{t(`secrets.way.${secrets.keeping}.name`)}</span>
        {secrets.choices.length > 0 && (
          <Button onClick={() => setChoosing(true)}>{t('secrets.change')}…</Button>
        )}
      </SettingRow>
      {secrets.enterAgain.length > 0 && (
        <SettingRow title={t('secrets.lost')} line={t('secrets.lostLine')}>
          <ul className="lost-secrets">
            {secrets.enterAgain.map((lost) => {
              const name = 'name' in lost ? lost.name : '';
              const what = t(`secrets.lostKind.${lost.kind}`, { name });
              return (
                <li key={what} className="row spread">
                  <span className="sm">{what}</span>
                  <Button size="xs" aria-label={`${t('secrets.enter')}: ${what}`} onClick={() => enter(lost)}>
                    {t('secrets.enter')}
                  </Button>
                </li>
              );
            })}
          </ul>
        </SettingRow>
      )}
      {choosing && <KeepingDialog onClose={() => setChoosing(false)} />}
    </section>
  );
}
