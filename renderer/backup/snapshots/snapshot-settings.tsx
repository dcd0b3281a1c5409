import { SegmentedControl, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../../electron/contract/ids';
import type { SnapshotSettings as Settings } from '../../../electron/contract/snapshot';
import { useTRPC } from '../../api/trpc';
import { SettingRow } from '../../settings/setting-row';
import { useText } from '../../text/text';

const KEEP = [3, 7, 14, 30] as const;

/** Whether one is taken each day, and how many stay. */
export function SnapshotSettings({ bot, settings }: { bot: BotId; settings: Settings }) {
  const { t } = useText();
  const trpc = useTRPC();
  const save = useMutation(trpc.snapshots.settings.mutationOptions());
  const kept = KEEP.find((one) => one === settings.keep);
  return (
    <div className="backup-settings backup-lined">
      <SettingRow title={t('snapshots.daily')} line={t('snapshots.dailyLine')} error={save.error}>
        <Switch
          aria-label={t('snapshots.daily')}
          checked={settings.daily}
          onChange={(event) => save.mutate({ bot, daily: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow title={t('snapshots.keep')} line={t('snapshots.keepLine')}>
        <SegmentedControl
          aria-label={t('snapshots.keep')}
          value={kept === undefined ? '' : String(kept)}
          onChange={(value) => save.mutate({ bot, keep: Number(value) })}
          data={KEEP.map(String)}
        />
      </SettingRow>
    </div>
  );
}
