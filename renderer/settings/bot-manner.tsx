import { SegmentedControl } from '@mantine/core';
import type { ContextLength, Wake } from '../../electron/contract/bot';
import type { BotView } from '../../electron/contract/view';
import { useText } from '../text/text';
import { AudienceSetting } from './audience-setting';
import { PersonaSetting } from './persona-setting';
import { SettingRow } from './setting-row';
import { SwitchSetting } from './switch-setting';
import { TextSetting } from './text-setting';
import { useBotSetting } from './use-bot-setting';

const QQ_NUMBER = /^\d{5,12}$/;
const SHARES = [0, 1, 3, 5, 10, 20] as const;

/** Who the bot is, when it speaks, whom it hears and who may command it. */
export function BotManner({ bot }: { bot: BotView }) {
  const { t } = useText();
  const name = useBotSetting(
    bot,
    (one) => one.name,
    (value) => ({ name: value }),
  );
  const nickname = useBotSetting(
    bot,
    (one) => one.persona.nickname,
    (value) => ({ persona: { nickname: value } }),
  );
  const owner = useBotSetting(
    bot,
    (one) => one.owner ?? '',
    (value) => ({ owner: value }),
  );
  const random = useBotSetting(
    bot,
    (one) => one.wake.random,
    (value) => ({ wake: { random: value } }),
  );
  const context = useBotSetting(
    bot,
    (one) => one.context,
    (value) => ({ context: value }),
  );
  const share = Math.round(random.value * 100);
  const shares = [...new Set([...SHARES, share])].sort((one, other) => one - other);
  const notEmpty = (text: string) => (text === '' ? t('manner.empty') : undefined);
  return (
    <section className="card" aria-label={t('manner.title')}>
      <TextSetting
        title={t('card.name')}
        line={t('manner.nameLine')}
        setting={name}
        problemOf={notEmpty}
        maxLength={40}
      />
      <TextSetting
        title={t('card.nickname')}
        line={t('card.nicknameHelp')}
        setting={nickname}
        problemOf={notEmpty}
        maxLength={32}
      />
      <PersonaSetting bot={bot} />
      <WakeSwitch bot={bot} rule="private" />
      <WakeSwitch bot={bot} rule="mention" />
      <WakeSwitch bot={bot} rule="nickname" />
      <SettingRow
        title={t('card.wakeRandomLabel')}
        line={t('card.wakeRandomHelp')}
        undo={random.undo}
        error={random.error}
      >
        <SegmentedControl
          aria-label={t('card.wakeRandomLabel')}
          value={String(share)}
          onChange={(value) => random.save(Number(value) / 100)}
          data={shares.map((value) => ({ value: String(value), label: `${value}%` }))}
        />
      </SettingRow>
      <SettingRow
        title={t('manner.context')}
        line={t('manner.contextLine')}
        undo={context.undo}
        error={context.error}
      >
        <SegmentedControl
          aria-label={t('manner.context')}
          value={context.value}
          onChange={(value) => context.save(value as ContextLength)}
          data={(['short', 'usual', 'long'] as const).map((value) => ({
            value,
            label: t(`manner.contexts.${value}`),
          }))}
        />
      </SettingRow>
      <AudienceSetting bot={bot} of="groups" />
      <AudienceSetting bot={bot} of="people" />
      <TextSetting
        title={t('card.ownerLabel')}
        line={t('manner.ownerLine')}
        setting={owner}
        problemOf={(text) => (text === '' || QQ_NUMBER.test(text) ? undefined : t('card.ownerBad'))}
      />
    </section>
  );
}

function WakeSwitch({ bot, rule }: { bot: BotView; rule: Exclude<keyof Wake, 'random'> }) {
  const { t } = useText();
  const setting = useBotSetting(
    bot,
    (one) => one.wake[rule],
    (value) => ({ wake: { [rule]: value } }),
  );
  return (
    <SwitchSetting title={t(`manner.wake.${rule}`)} line={t(`manner.wakeLine.${rule}`)} setting={setting} />
  );
}
