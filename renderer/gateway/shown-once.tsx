import { CopyButton } from '../parts/copy-button';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';

/** A password that was just made: it cannot be shown again. */
export function ShownOnce({ password }: { password: string }) {
  const { t } = useText();
  return (
    <section className="note shown-once" data-tone="warn" role="status">
      <Icon name="key" />
      <div className="grow">
        <b>{t('gateway.password.once')}</b>
        <p>{t('gateway.password.onceLine')}</p>
        <code>{password}</code>
      </div>
      <CopyButton text={password} label={t('app.copy')} />
    </section>
  );
}
