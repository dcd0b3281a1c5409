import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { LegacySource, RepositoryAddress } from '../../../electron/contract/legacy';
import { BranchName } from '../../../electron/contract/sync';
import { useText } from '../../text/text';
import { LegacyRefusal } from './legacy-refusal';

interface Props {
  /** What was entered before. */
  before: LegacySource | undefined;
  pending: boolean;
  error: unknown;
  onChange(): void;
  onLook(source: LegacySource): void;
}

/** Which repository, and the token to read it with. */
export function LookForm({ before, pending, error, onChange, onLook }: Props) {
  const { t } = useText();
  const [repository, setRepository] = useState(before?.repository ?? '');
  const [token, setToken] = useState(before?.token ?? '');
  const [branch, setBranch] = useState(before?.branch ?? 'main');
  const addressOk = RepositoryAddress.safeParse(repository).success;
  const branchOk = BranchName.safeParse(branch).success;
  const source = LegacySource.safeParse({ repository, token, branch }).data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (source && !pending) onLook(source);
  };
  const change = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    if (error) onChange();
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <TextInput
        label={t('legacy.repository')}
        description={t('legacy.repositoryHelp')}
        value={repository}
        spellCheck={false}
        maxLength={1_000}
        data-autofocus
        error={repository !== '' && !addressOk ? t('legacy.repositoryBad') : undefined}
        onChange={change(setRepository)}
      />
      <PasswordInput
        label={t('restore.token')}
        description={t('legacy.tokenHelp')}
        value={token}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        onChange={change(setToken)}
      />
      <TextInput
        label={t('restore.branch')}
        value={branch}
        spellCheck={false}
        error={branchOk ? undefined : t('backup.setUp.choose.branchBad')}
        onChange={change(setBranch)}
      />
      <LegacyRefusal error={error} />
      <div className="row legacy-end">
        <Button type="submit" variant="filled" disabled={!source} loading={pending}>
          {t('legacy.look')}
        </Button>
      </div>
    </form>
  );
}
