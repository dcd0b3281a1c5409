import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isAtRehearsal } from '../../api/rehearsal-address';
import { isDesktop } from '../../api/transport';
import { useTRPC } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { sizeText } from '../../text/units';
import type { SnapshotDialogProps } from './restore-snapshot';

const LEAST = 8;

/** One encrypted file with everything in it. */
export function ExportSnapshot({ bot, snapshot, onClose }: SnapshotDialogProps) {
  const { t } = useText();
  const trpc = useTRPC();
  const [passphrase, setPassphrase] = useState('');
  const [path, setPath] = useState('');
  const save = useMutation(trpc.snapshots.exportFile.mutationOptions());
  const isShort = passphrase.length < LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isShort || save.isPending) return;
    save.mutate({
      bot,
      snapshot: snapshot.id,
      passphrase,
      ...(path.trim() === '' ? {} : { path: path.trim() }),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('snapshots.file.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className="form" onSubmit={submit}>
        <p>{t('snapshots.file.line')}</p>
        <PasswordInput
          label={t('snapshots.file.passphrase')}
          value={passphrase}
          autoComplete="new-password"
          maxLength={1_000}
          error={passphrase !== '' && isShort ? t('snapshots.file.short') : undefined}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <TextInput
          label={t('snapshots.file.path')}
          description={t('snapshots.file.pathHelp')}
          value={path}
          spellCheck={false}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Refusal error={save.error} />
        {save.data && (
          <p className="note" data-tone="ok" role="status">
            <ToneShape tone="ok" size={17} />
            <span>{t('snapshots.file.done', { path: save.data.path, size: sizeText(save.data.bytes) })}</span>
          </p>
        )}
        {save.data?.name && !isDesktop && !isAtRehearsal && (
          <Button component="a" href={`/exports/${save.data.name}`} download>
            {t('snapshots.file.download')}
          </Button>
        )}
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t(save.data ? 'app.close' : 'app.cancel')}
          </Button>
          <Button type="submit" variant="filled" disabled={isShort} loading={save.isPending}>
            {t('snapshots.file.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
