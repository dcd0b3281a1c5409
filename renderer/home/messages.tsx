import type { BotView } from '../../electron/contract/view';
import { useText } from '../text/text';

/** How many messages came and how many were answered. */
export function Messages({ bot }: { bot: BotView }) {
  const { t } = useText();
  const { received, sent } = bot.messages;
  const share = received === 0 ? 0 : Math.min(1, sent / received);
  return (
    <section className="card messages" aria-label={t('messages.title')}>
      <div className="row spread wrap">
        <h2 className="sm">{t('messages.title')}</h2>
        <span className="xs ink3">{t('messages.line')}</span>
      </div>
      {received === 0 && sent === 0 ? (
        <p className="sm ink2">{t('home.noMessages')}</p>
      ) : (
        <>
          <dl className="counts">
            <div>
              <dt>
                <i className="key-received" /> {t('messages.received')}
              </dt>
              <dd>{received}</dd>
            </div>
            <div>
              <dt>
                <i className="key-sent" /> {t('messages.sent')}
              </dt>
              <dd>{sent}</dd>
            </div>
          </dl>
          <div className="count-bar" role="img" aria-label={t('messages.share', { received, sent })}>
            <i style={{ width: `${share * 100}%` }} />
          </div>
        </>
      )}
    </section>
  );
}
