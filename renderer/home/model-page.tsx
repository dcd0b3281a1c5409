import type { BotView } from '../../electron/contract/view';
import { ToneShape } from '../parts/shape';
import { PoolCard } from '../pool/pool-card';
import { useText } from '../text/text';
import { KeyPanel } from '../wizard/key/key-panel';
import { useConnect } from '../wizard/key/use-connect';

/** Nothing moves on here. */
const ignore = () => {};

/** The same panel as in the wizard, for another key or another model. */
export function ModelPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  const connect = useConnect(bot.id);
  return (
    <>
      <header>
        <h1>{t('key.title')}</h1>
        {bot.model && bot.hasKey && (
          <p className="row sm ink2 wrap">
            <ToneShape tone="ok" size={17} />
            <span>
              {t('key.connected', { model: bot.model.model })} · {t('key.keptLine')}
            </span>
          </p>
        )}
      </header>
      <PoolCard bot={bot} />
      <KeyPanel
        bot={bot}
        connect={connect}
        movesOn={false}
        onTry={() => {}}
        onResult={ignore}
        onBrowse={() => {}}
      />
    </>
  );
}
