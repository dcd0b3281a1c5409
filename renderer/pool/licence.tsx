import type { OfferedService } from '../api/use-optional-service';
import { useText } from '../text/text';

/** What plays the pool and what its licence allows: to be read before it is pulled. */
export function PoolLicence({ service }: { service: OfferedService }) {
  const { t } = useText();
  const { product, licence, licenceUrl } = service;
  return (
    <div className="pool-licence sm">
      <b>{t('pool.licence.title', { product })}</b>
      <p className="ink2">
        {t('pool.licence.line', { licence })}{' '}
        <a href={licenceUrl} target="_blank" rel="noreferrer">
          {t('pool.licence.read')}
        </a>
      </p>
    </div>
  );
}
