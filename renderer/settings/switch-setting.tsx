import { Switch } from '@mantine/core';
import { SettingRow } from './setting-row';
import type { Setting } from './use-setting';

/** A setting that is on or off. */
export function SwitchSetting({
  title,
  line,
  setting,
}: {
  title: string;
  line: string;
  setting: Setting<boolean>;
}) {
  return (
    <SettingRow title={title} line={line} undo={setting.undo} error={setting.error}>
      <Switch
        aria-label={title}
        checked={setting.value}
        onChange={(event) => setting.save(event.currentTarget.checked)}
      />
    </SettingRow>
  );
}
