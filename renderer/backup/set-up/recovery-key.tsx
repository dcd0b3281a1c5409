import { Button } from '@mantine/core';
import { CopyButton } from '../../parts/copy-button';
import { Icon } from '../../parts/icon';
import { saveFile } from '../../parts/save-file';
import { useText } from '../../text/text';

/** A recovery key that was just made: it cannot be shown again. */
export function RecoveryKey({ value, bot, repository }: { value: string; bot: string; repository: string }) {
  const { t } = useText();
  const file = `${t('backup.setUp.key.file', { name: bot, repository })}\n\n${value}\n`;
  return (
    <section className="note shown-once backup-key" data-tone="warn" role="status">
      <Icon name="key" />
      <div className="grow">
        <b>{t('backup.setUp.key.label')}</b>
        <p>{t('backup.setUp.key.line')}</p>
        <code>{value}</code>
        <div className="row wrap">
          <CopyButton text={value} label={t('app.copy')} />
          <Button
            leftSection={<Icon name="download" />}
            onClick={() => saveFile('botpier-recovery-key.txt', file, 'text/plain')}
          >
            {t('backup.setUp.key.save')}
          </Button>
        </div>
      </div>
    </section>
  );
}
