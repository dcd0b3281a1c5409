import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Refusal } from '../parts/refusal';

interface Props {
  label: string;
  help: string;
  button: string;
  pending: boolean;
  error: unknown;
  /** Shown in the clear while it is typed: to be compared with what was written down. */
  clear?: boolean;
  onSubmit(secret: string): void;
  children?: ReactNode;
}

/** One secret to be entered: a token or a key. */
export function SecretForm({
  label,
  help,
  button,
  pending,
  error,
  clear = false,
  onSubmit,
  children,
}: Props) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && !pending) onSubmit(text.trim());
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <PasswordInput
        label={label}
        description={help}
        value={text}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        {...(clear ? { visible: true } : {})}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Refusal error={error} />
      <div className="row wrap">
        <Button type="submit" variant="filled" disabled={text.trim() === ''} loading={pending}>
          {button}
        </Button>
        {children}
      </div>
    </form>
  );
}
