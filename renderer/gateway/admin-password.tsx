import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { ShownOnce } from './shown-once';

const LEAST = 12;

/** Another admin password: typed, or made here and shown once. */
export function AdminPassword({ bot }: { bot: BotId }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const set = useMutation(trpc.gateway.setPassword.mutationOptions({ onSuccess: () => setText('') }));
  const weak = text !== '' && text.length < LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.length >= LEAST) set.mutate({ bot, password: text });
  };
  return (
    <section className="card gateway-box" aria-labelledby="admin-password">
      <div>
        <h2 className="h3" id="admin-password">
          {t('gateway.password.title')}
        </h2>
        <p className="xs ink3">{t('gateway.password.line')}</p>
      </div>
      <form className="row wrap gateway-password" onSubmit={submit}>
        <PasswordInput
          className="grow"
          label={t('gateway.password.field')}
          value={text}
          autoComplete="new-password"
          maxLength={200}
          error={weak ? t('gateway.password.weak') : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={text.length < LEAST} loading={set.isPending}>
          {t('gateway.password.save')}
        </Button>
        <Button variant="subtle" onClick={() => set.mutate({ bot })}>
          {t('gateway.password.random')}
        </Button>
      </form>
      {set.data?.password ? (
        <ShownOnce password={set.data.password} />
      ) : (
        set.data && (
          <p className="row sm" role="status">
            <ToneShape tone="ok" size={17} /> {t('gateway.password.changed')}
          </p>
        )
      )}
      <Refusal error={set.error} />
    </section>
  );
}
