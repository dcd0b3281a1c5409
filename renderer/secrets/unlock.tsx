import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '../api/trpc';
import { Mark } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import '../frame/frame.css';

/** Asks for the passphrase that secrets are locked under; nothing else can be done before. */
export function Unlock() {
  const { t } = useText();
  const trpc = useTRPC();
  const unlock = useMutation(trpc.secrets.unlock.mutationOptions({ onError: () => setPassphrase('') }));
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== '') unlock.mutate({ passphrase });
  };
  return (
    <main className="opening" id="main">
      <span className="opening-mark">
        <Mark size={48} />
      </span>
      <h1>{t('secrets.unlockTitle')}</h1>
      <p className="ink2">{t('secrets.unlockLine')}</p>
      <form className="sign-in" onSubmit={submit}>
        <PasswordInput
          label={t('secrets.passphrase')}
          value={passphrase}
          autoFocus
          autoComplete="current-password"
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" fullWidth loading={unlock.isPending}>
          {t('secrets.unlock')}
        </Button>
        <Refusal error={unlock.error} />
        <p className="xs ink3">{t('secrets.forgotten')}</p>
      </form>
    </main>
  );
}
