import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../../electron/contract/notification';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { ChannelForm } from './channel-form';
import { useIsFound } from './setting-needle';

interface Props {
  channel: Channel;
  secret: 'absent' | 'present' | 'unreadable';
  onSave: (channel: Channel) => void;
  onRemove: () => void;
}

/** A way to the phone: on or off, tried, changed, removed. */
export function ChannelRow({ channel, secret, onSave, onRemove }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const [editing, setEditing] = useState(false);
  const test = useMutation(trpc.notifications.test.mutationOptions());
  const isFound = useIsFound(channel.name, t('notify.phone'));
  const outcome = test.data;
  const needsSecret = channel.kind !== 'email' || channel.user !== '';
  if (editing) {
    return (
      <ChannelForm
        kind={channel.kind}
        channel={channel}
        onCancel={() => setEditing(false)}
        onSave={(next) => {
          onSave(next);
          setEditing(false);
        }}
      />
    );
  }
  if (!isFound) return null;
  return (
    <div className="setting">
      <div className="setting-text">
        <h3>
          {channel.name} <span className="xs ink3">{t(`notify.channel.${channel.kind}`)}</span>
        </h3>
        {needsSecret && secret !== 'present' && (
          <p className="xs tone" data-tone="warn">
            <ToneShape tone="warn" size={14} /> {t(`notify.secret.${secret}`)}
          </p>
        )}
        <p className="xs" role="status">
          {outcome?.kind === 'sent' && (
            <span className="tone" data-tone="ok">
              <ToneShape tone="ok" size={14} /> {t('notify.sent')}
            </span>
          )}
          {outcome?.kind === 'problem' && (
            <span className="tone" data-tone="bad">
              <ToneShape tone="bad" size={14} /> {t(`notify.problem.${outcome.problem}`)}
              {outcome.message && <span className="ink3"> {outcome.message}</span>}
            </span>
          )}
        </p>
      </div>
      <div className="setting-control">
        <Button
          size="xs"
          variant="default"
          loading={test.isPending}
          onClick={() => test.mutate({ channel: channel.id })}
        >
          {t('notify.test')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setEditing(true)}>
          {t('notify.edit')}
        </Button>
        <Button size="xs" variant="subtle" onClick={onRemove}>
          {t('notify.remove')}
        </Button>
        <Switch
          aria-label={channel.name}
          checked={channel.on}
          onChange={(event) => onSave({ ...channel, on: event.currentTarget.checked })}
        />
      </div>
      <Refusal error={test.error} />
    </div>
  );
}
