import { ActionIcon, Button, useComputedColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { go } from '../frame/use-page';
import { Icon, Mark } from '../parts/icon';
import { useText } from '../text/text';

/** Name, language, theme, settings; and the way back where there are other bots. */
export function Top({ bot, onChooseBot }: { bot: BotView | undefined; onChooseBot?(bot: BotId): void }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const view = useView();
  const patch = useMutation(trpc.settings.patch.mutationOptions());
  const scheme = useComputedColorScheme('light');
  const other = view.bots.find((one) => one.id !== bot?.id);
  const themeName = t(scheme === 'dark' ? 'app.toLight' : 'app.toDark');
  return (
    <header className="wizard-top">
      <div className="brand">
        <Mark />
        {t('app.name')} <small>{t('app.product')}</small>
      </div>
      <div className="row wizard-tools">
        {other && onChooseBot && (
          <Button variant="subtle" leftSection={<Mark size={16} />} onClick={() => onChooseBot(other.id)}>
            {other.name}
          </Button>
        )}
        <Button
          variant="subtle"
          leftSection={<Icon name="globe" />}
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => patch.mutate({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {t(language === 'zh' ? 'app.language.toEn' : 'app.language.toZh')}
        </Button>
        <ActionIcon
          aria-label={themeName}
          title={themeName}
          onClick={() => patch.mutate({ theme: scheme === 'dark' ? 'light' : 'dark' })}
        >
          <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
        </ActionIcon>
        <ActionIcon aria-label={t('app.settings')} title={t('app.settings')} onClick={() => go('settings')}>
          <Icon name="sliders" />
        </ActionIcon>
      </div>
    </header>
  );
}
