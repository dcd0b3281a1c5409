import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { RestoreForm } from '../backup/restore/restore-form';
import { useText } from '../text/text';
import { Step } from './step';

/** In place of the first screen, for who has a backup already. */
export function RestoreStep({ bot, onBack }: { bot: BotView | undefined; onBack(): void }) {
  const { t } = useText();
  const { restoring } = useView();
  return (
    <Step
      title={t('restore.title')}
      line={t('restore.line')}
      background={null}
      actions={
        restoring ? undefined : (
          <Button variant="subtle" onClick={onBack}>
            {t('app.back')}
          </Button>
        )
      }
    >
      <RestoreForm bot={bot} onDone={onBack} />
    </Step>
  );
}
