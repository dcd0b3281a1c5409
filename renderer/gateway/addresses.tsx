import type { GatewayView } from '../../electron/contract/gateway';
import { CopyButton } from '../parts/copy-button';
import { useText } from '../text/text';

/** Where everything is found, to be opened or copied. */
export function Addresses({ gateway }: { gateway: GatewayView }) {
  const { t } = useText();
  const rows = [
    { name: t('gateway.addresses.main'), url: gateway.url },
    ...gateway.panels.map(({ product, url }) => ({ name: product, url })),
    { name: t('gateway.addresses.admin'), url: gateway.adminUrl },
  ];
  const isLocal = (url: string) => new URL(url).hostname.endsWith('localhost');
  return (
    <section className="card gateway-box" aria-labelledby="addresses">
      <h2 className="h3" id="addresses">
        {t('gateway.addresses.title')}
      </h2>
      <ul className="addresses">
        {rows.map(({ name, url }) => (
          <li key={url}>
            <span className="sm ink2 address-name">{name}</span>
            <a
              className="sm grow"
              href={url}
              target="_blank"
              rel="noreferrer"
              aria-label={`${t('gateway.open', { name })} ${url}`}
            >
              {url}
            </a>
            <CopyButton text={url} />
          </li>
        ))}
      </ul>
      {gateway.reach === 'network' && gateway.domain === undefined && (
        <p className="xs ink2">{t('gateway.addresses.phone', { port: gateway.port })}</p>
      )}
      {rows.some(({ url }) => isLocal(url)) && <p className="xs ink3">{t('gateway.addresses.local')}</p>}
    </section>
  );
}
