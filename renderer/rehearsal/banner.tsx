import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import './banner.css';

/** Stands over everything while it is only a rehearsal. */
export function RehearsalBanner() {
  const { t } = useText();
  return (
    <div className="rehearsal" role="note">
      <span>
        <Icon name="mask" /> <b>{t('rehearsal.on')}</b>{' '}
        <span className="rehearsal-line">{t('rehearsal.line')}</span>
      </span>
    </div>
  );
}
