import { Button } from '@mantine/core';
import { isAtRehearsal, leaveRehearsal } from '../api/rehearsal-address';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import './banner.css';

/** Stands over everything while it is only a rehearsal. */
export function RehearsalBanner() {
  const { t } = useText();
  return (
    <section className="rehearsal" aria-label={t('rehearsal.on')}>
      <p>
        <Icon name="mask" /> <b>{t('rehearsal.on')}</b>{' '}
        <span className="rehearsal-line">{t('rehearsal.line')}</span>
      </p>
      {isAtRehearsal && (
        <Button size="xs" onClick={leaveRehearsal}>
          {t('rehearsal.end')}
        </Button>
      )}
    </section>
  );
}
