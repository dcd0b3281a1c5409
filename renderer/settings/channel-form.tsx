import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Channel } from '../../electron/contract/notification';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';

interface Props {
  kind: Channel['kind'];
  /** The one that is changed; a new one without. */
  channel?: Channel;
  onSave: (channel: Channel) => void;
  onCancel: () => void;
}

/** Fields that each kind has besides its name and its secret. */
const FIELDS = {
  webhook: [],
  email: ['host', 'port', 'user', 'from', 'to'],
  bark: ['server'],
  serverchan: [],
  telegram: ['chat'],
} as const satisfies Record<Channel['kind'], readonly string[]>;

const DEFAULTS: Record<string, string> = { port: '465', server: 'https://api.day.app' };

/** What a way to the phone needs. Its secret goes its own way and is never shown again. */
export function ChannelForm({ kind, channel, onSave, onCancel }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const keep = useMutation(trpc.notifications.setSecret.mutationOptions());
  const [name, setName] = useState(channel?.name ?? t(`notify.channel.${kind}`));
  const [fields, setFields] = useState<Record<string, string>>(() => initialFields(kind, channel));
  const [security, setSecurity] = useState(channel?.kind === 'email' ? channel.security : 'tls');
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const [id] = useState(channel?.id ?? newId);

  const draft = Channel.safeParse({
    ...channel,
    id,
    kind,
    name,
    ...fields,
    ...(kind === 'email' ? { port: Number(fields['port']), security } : {}),
  });
  const wrong = new Set(draft.success ? [] : draft.error.issues.map(({ path }) => String(path[0])));
  const problemOf = (field: string) => (tried && wrong.has(field) ? t('notify.wrong') : undefined);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!draft.success) return;
    if (secret !== '') await keep.mutateAsync({ channel: id, secret });
    onSave(draft.data);
  };
  return (
    <form
      className="channel-form"
      onSubmit={(event) => void submit(event)}
      aria-label={t(`notify.channel.${kind}`)}
    >
      <p className="xs ink3">{t(`notify.how.${kind}`)}</p>
      <TextInput
        label={t('notify.field.name')}
        value={name}
        autoFocus
        error={problemOf('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {FIELDS[kind].map((field) => (
        <TextInput
          key={field}
          label={t(`notify.field.${field}`)}
          value={fields[field] ?? ''}
          error={problemOf(field)}
          spellCheck={false}
          onChange={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
        />
      ))}
      {kind === 'email' && (
        <SegmentedControl
          aria-label={t('notify.field.security')}
          orientation="vertical"
          value={security}
          onChange={(value) => setSecurity(value as typeof security)}
          data={(['tls', 'starttls', 'none'] as const).map((value) => ({
            value,
            label: t(`notify.security.${value}`),
          }))}
        />
      )}
      <PasswordInput
        label={t(`notify.secretOf.${kind}`)}
        placeholder={channel ? t('notify.secretKept') : undefined}
        value={secret}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Refusal error={keep.error} />
      <div className="row">
        <Button type="submit" loading={keep.isPending}>
          {t('app.save')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

function initialFields(kind: Channel['kind'], channel: Channel | undefined): Record<string, string> {
  const known: Record<string, unknown> = { ...DEFAULTS, ...channel };
  return Object.fromEntries(FIELDS[kind].map((field) => [field, String(known[field] ?? '')]));
}

/** Eight letters and digits that no other channel has. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => (byte % 36).toString(36)).join('');
}
