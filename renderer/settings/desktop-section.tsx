import { SegmentedControl } from '@mantine/core';
import type { Settings } from '../../electron/contract/settings';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import { SwitchSetting } from './switch-setting';
import { useSetting } from './use-setting';

/** What the window and the tray do; of use in the desktop app alone. */
export function DesktopSection() {
  const { t } = useText();
  const closeToTray = useSetting(
    (settings) => settings.desktop.closeToTray,
    (value) => ({ desktop: { closeToTray: value } }),
  );
  const startAtLogin = useSetting(
    (settings) => settings.desktop.startAtLogin,
    (value) => ({ desktop: { startAtLogin: value } }),
  );
  const startEngine = useSetting(
    (settings) => settings.desktop.startEngine,
    (value) => ({ desktop: { startEngine: value } }),
  );
  const onQuit = useSetting(
    (settings) => settings.desktop.onQuit,
    (value) => ({ desktop: { onQuit: value } }),
  );
  return (
    <section className="card" aria-label={t('desk.title')}>
      <SwitchSetting
        title={t('desk.startAtLogin')}
        line={t('desk.startAtLoginLine')}
        setting={startAtLogin}
      />
      <SwitchSetting title={t('desk.startEngine')} line={t('desk.startEngineLine')} setting={startEngine} />
      <SwitchSetting title={t('desk.closeToTray')} line={t('desk.closeToTrayLine')} setting={closeToTray} />
      <SettingRow
        title={t('desk.onQuit')}
        line={t('desk.onQuitLine')}
        undo={onQuit.undo}
        error={onQuit.error}
      >
        <SegmentedControl
          aria-label={t('desk.onQuit')}
          value={onQuit.value}
          onChange={(value) => onQuit.save(value as Settings['desktop']['onQuit'])}
          data={(['ask', 'leave', 'stop'] as const).map((value) => ({
            value,
            label: t(`desk.quit.${value}`),
          }))}
        />
      </SettingRow>
    </section>
  );
}
