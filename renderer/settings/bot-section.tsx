import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { RestingBrains } from '../brain/resting-brains';
import { useChangeBrain } from '../brain/use-change-brain';
import { go } from '../frame/use-page';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import '../home/home.css';

/** What one bot is made of, and what it may have besides. */
export function BotSection({ bot }: { bot: BotView }) {
  const { t } = useText();
  const changeBrain = useChangeBrain(bot);
  return (
    <section className="card" aria-label={bot.name}>
      <SettingRow title={t('brain.setting.title')} line={t('brain.setting.line')}>
        <span className="sm ink2">{bot.stack ? t(`stack.${bot.stack}.name`) : t('card.none')}</span>
        {changeBrain.ask && <Button onClick={changeBrain.ask}>{t('brain.change')}…</Button>}
      </SettingRow>
      <RestingBrains bot={bot} onBack={changeBrain.ask} />
      {bot.gateway && (
        <SettingRow title={t('gateway.setting.title')} line={t('gateway.setting.line')}>
          <span className="sm ink2">{t(bot.gateway.on ? 'gateway.setting.on' : 'gateway.setting.off')}</span>
          <Button onClick={() => go('gateway')}>{t('gateway.setting.look')}</Button>
        </SettingRow>
      )}
      {changeBrain.dialog}
    </section>
  );
}
