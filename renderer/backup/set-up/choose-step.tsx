import { Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { BranchName, RepositoryName, SyncSetUp } from '../../../electron/contract/sync';
import { useTRPC } from '../../api/trpc';
import { ChoiceGroup } from '../../parts/choice-group';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { StepButtons } from './step-buttons';
import type { CheckedToken } from './token-step';

/** More would be a list to scroll through: they can be typed. */
const MOST_SHOWN = 6;
const OTHER = '*other';
const CREATE = '*create';

interface Props {
  checked: CheckedToken;
  onBack(): void;
  onNext(place: Pick<SyncSetUp, 'repository' | 'branch' | 'replace'>): void;
}

/** Which repository, looked at before anybody goes on. */
export function ChooseStep({ checked, onBack, onNext }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const labelId = useId();
  const known = checked.repositories.slice(0, MOST_SHOWN);
  const [choice, setChoice] = useState(known[0] ?? OTHER);
  const [name, setName] = useState('');
  const [branch, setBranch] = useState('main');
  const [replace, setReplace] = useState(false);
  const look = useMutation(trpc.sync.checkRepository.mutationOptions());

  const isTyped = choice === OTHER || choice === CREATE;
  const isNew = choice === CREATE;
  const newName = SyncSetUp.shape.repository.options[1].shape.name;
  const nameOk = !isTyped || (isNew ? newName : RepositoryName).safeParse(name).success;
  const branchOk = BranchName.safeParse(branch).success;
  const inUse = look.data?.content === 'ours';
  const change = (set: () => void) => {
    set();
    look.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!nameOk || !branchOk || look.isPending) return;
    if (isNew) return onNext({ repository: { kind: 'new', name }, branch, replace: false });
    const repository = isTyped ? name.trim() : choice;
    const goOn = () => onNext({ repository: { kind: 'existing', name: repository }, branch, replace });
    if (inUse) return replace ? goOn() : undefined;
    look.mutate(
      { token: checked.token, repository, branch },
      { onSuccess: ({ content }) => content === 'empty' && goOn() },
    );
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <p className="ink2" id={labelId}>
        {t(known.length > 0 ? 'backup.setUp.choose.line' : 'backup.setUp.choose.none')}
      </p>
      <ChoiceGroup
        className="backup-choices"
        labelledBy={labelId}
        value={choice}
        onChange={(value) => change(() => setChoice(value))}
        choices={[
          ...known.map((one) => ({ value: one, content: <b>{one}</b> })),
          { value: OTHER, content: <span>{t('backup.setUp.choose.other')}</span> },
          ...(checked.report.mayCreate === false
            ? []
            : [{ value: CREATE, content: <span>{t('backup.setUp.choose.create')}</span> }]),
        ]}
      />
      {isTyped && (
        <TextInput
          label={t('backup.setUp.choose.field')}
          description={t(isNew ? 'backup.setUp.choose.createHelp' : 'backup.setUp.choose.help')}
          value={name}
          spellCheck={false}
          error={
            name !== '' && !nameOk
              ? t(isNew ? 'backup.setUp.choose.createBad' : 'backup.setUp.choose.bad')
              : undefined
          }
          onChange={(event) => {
            const { value } = event.currentTarget;
            change(() => setName(value));
          }}
        />
      )}
      <TextInput
        label={t('backup.setUp.choose.branch')}
        description={t('backup.setUp.choose.branchHelp')}
        value={branch}
        spellCheck={false}
        error={branchOk ? undefined : t('backup.setUp.choose.branchBad')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change(() => setBranch(value));
        }}
      />
      {inUse && (
        <div className="note" data-tone="warn" role="status">
          <ToneShape tone="warn" size={17} />
          <div className="grow col backup-gap">
            <p>{t('backup.setUp.choose.inUse')}</p>
            <Switch
              label={t('backup.setUp.choose.replace')}
              checked={replace}
              onChange={(event) => setReplace(event.currentTarget.checked)}
            />
          </div>
        </div>
      )}
      {look.data?.content === 'foreign' && (
        <p className="note" data-tone="bad" role="alert">
          <ToneShape tone="bad" size={17} />
          {t('diagnosis.syncForeign.what')}
        </p>
      )}
      <Refusal error={look.error} />
      <StepButtons
        onBack={onBack}
        disabled={!nameOk || !branchOk || (isTyped && name === '') || (inUse && !replace)}
        pending={look.isPending}
      />
    </form>
  );
}
