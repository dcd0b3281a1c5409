import { Mark } from '../parts/icon';
import { useText } from '../text/text';
import './frame.css';

/** The moment before the first view. */
export function Opening() {
  const { t } = useText();
  return (
    <main className="opening" aria-busy="true">
      <span className="opening-mark">
        <Mark size={48} />
      </span>
      <p className="ink2">{t('app.connecting')}</p>
    </main>
  );
}
