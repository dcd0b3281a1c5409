import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { enterSecret, type Session } from '../api/session';
import { Mark } from '../parts/icon';
import { useText } from '../text/text';
import './frame.css';

interface Props {
  session: Extract<Session, { kind: 'needed' }>;
  onSession(session: Session): void;
}

/** Asks for what opens this browser's session. */
export function SignIn({ session, onSession }: Props) {
  const { t } = useText();
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enterSecret(secret).then((next) => {
      setSecret('');
      onSession(next);
    });
  };
  return (
    <main className="opening">
      <span className="opening-mark">
        <Mark size={48} />
      </span>
      <h1>{t(session.by === 'token' ? 'session.title' : 'session.titlePassword')}</h1>
      {session.by === 'token' && <p className="ink2">{t('session.line')}</p>}
      <form className="sign-in" onSubmit={submit}>
        <PasswordInput
          label={t(session.by === 'token' ? 'session.token' : 'session.password')}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          error={session.refused && secret === '' ? t('session.wrong') : undefined}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" variant={session.by === 'password' ? 'filled' : 'default'} fullWidth>
          {t('session.enter')}
        </Button>
      </form>
    </main>
  );
}
