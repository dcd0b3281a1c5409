import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Channel, NotificationKind } from '../../electron/contract/notification';
import { useView } from '../api/app-view';
import { useText } from '../text/text';
import { ChannelForm } from './channel-form';
import { ChannelRow } from './channel-row';
import { SettingRow } from './setting-row';
import { SwitchSetting } from './switch-setting';
import { TextSetting } from './text-setting';
import { urlProblem } from './url-problem';
import { useSetting } from './use-setting';

/** What is told while nobody looks, when, and by which ways. */
export function NotificationsSection() {
  const { t } = useText();
  const { notifications: told } = useView();
  const [adding, setAdding] = useState<Channel['kind']>();
  const desktop = useSetting(
    (settings) => settings.notifications.desktop,
    (value) => ({ notifications: { desktop: value } }),
  );
  const muted = useSetting(
    (settings) => settings.notifications.muted,
    (value) => ({ notifications: { muted: value } }),
  );
  const quiet = useSetting(
    (settings) => settings.notifications.quietHours,
    (value) => ({ notifications: { quietHours: value } }),
  );
  const channels = useSetting(
    (settings) => settings.notifications.channels,
    (value) => ({ notifications: { channels: value } }),
  );
  const publicUrl = useSetting(
    (settings) => settings.notifications.publicUrl,
    (value) => ({ notifications: { publicUrl: value } }),
  );
  const save = (channel: Channel) =>
    channels.save([...channels.value.filter(({ id }) => id !== channel.id), channel]);

  return (
    <>
      <section className="card" aria-label={t('notify.title')}>
        <SwitchSetting title={t('notify.desktop')} line={t('notify.desktopLine')} setting={desktop} />
        {NotificationKind.options.map((kind) => (
          <SettingRow
            key={kind}
            title={t(`notify.kind.${kind}.name`)}
            line={t(`notify.kind.${kind}.line`)}
            undo={undefined}
          >
            <Switch
              aria-label={t(`notify.kind.${kind}.name`)}
              checked={!muted.value.includes(kind)}
              onChange={(event) =>
                muted.save(
                  event.currentTarget.checked
                    ? muted.value.filter((one) => one !== kind)
                    : [...muted.value, kind],
                )
              }
            />
          </SettingRow>
        ))}
        <SettingRow
          title={t('notify.quiet')}
          line={t('notify.quietLine')}
          undo={quiet.undo}
          error={quiet.error}
        >
          {quiet.value.on &&
            (['from', 'to'] as const).map((end) => (
              <TextInput
                key={end}
                type="time"
                aria-label={t(`notify.${end}`)}
                value={quiet.value[end]}
                onChange={(event) => {
                  // A time that is being typed has no value yet.
                  if (event.currentTarget.value)
                    quiet.save({ ...quiet.value, [end]: event.currentTarget.value });
                }}
              />
            ))}
          <Switch
            aria-label={t('notify.quiet')}
            checked={quiet.value.on}
            onChange={(event) => quiet.save({ ...quiet.value, on: event.currentTarget.checked })}
          />
        </SettingRow>
      </section>

      <section className="card" aria-label={t('notify.phone')}>
        <SettingRow
          title={t('notify.phone')}
          line={t('notify.phoneLine')}
          undo={channels.undo}
          error={channels.error}
        >
          {null}
        </SettingRow>
        {channels.value.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            secret={told.secrets[channel.id] ?? 'absent'}
            onSave={save}
            onRemove={() => channels.save(channels.value.filter(({ id }) => id !== channel.id))}
          />
        ))}
        {adding ? (
          <ChannelForm
            kind={adding}
            onCancel={() => setAdding(undefined)}
            onSave={(channel) => {
              save(channel);
              setAdding(undefined);
            }}
          />
        ) : (
          <div className="row wrap channel-kinds">
            {(['telegram', 'bark', 'serverchan', 'email', 'webhook'] as const).map((kind) => (
              <Button key={kind} variant="default" size="xs" onClick={() => setAdding(kind)}>
                + {t(`notify.channel.${kind}`)}
              </Button>
            ))}
          </div>
        )}
        <TextSetting
          title={t('notify.publicUrl')}
          line={t('notify.publicUrlLine')}
          setting={publicUrl}
          problemOf={(text) => (urlProblem(text) ? t('settings.urlBad') : undefined)}
          placeholder="https://bot.example.org"
        />
      </section>
    </>
  );
}
