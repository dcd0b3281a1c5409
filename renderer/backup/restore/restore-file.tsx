import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { useText } from '../../text/text';

/** A bot out of an encrypted file. */
export function RestoreFile({ onDone }: { onDone(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const restore = useMutation(trpc.sync.restoreFile.mutationOptions({ onSuccess: onDone }));
  const ready = path.trim() !== '' && passphrase !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !restore.isPending) restore.mutate({ path: path.trim(), passphrase });
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <TextInput
        label={t('restore.path')}
        description={t('restore.pathHelp')}
        value={path}
        spellCheck={false}
        maxLength={4_096}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('restore.passphrase')}
        value={passphrase}
        autoComplete="off"
        maxLength={1_000}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <Refusal error={restore.error} />
      <div className="row wrap">
        <Button type="submit" variant="filled" disabled={!ready} loading={restore.isPending}>
          {t('restore.go')}
        </Button>
      </div>
    </form>
  );
}
