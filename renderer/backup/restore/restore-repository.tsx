import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { BranchName, RepositoryName, type SavedGeneration } from '../../../electron/contract/sync';
import type { BotView } from '../../../electron/contract/view';
import { useTRPC } from '../../api/trpc';
import { ChoiceGroup } from '../../parts/choice-group';
import { Refusal } from '../../parts/refusal';
import { useNow } from '../../parts/use-now';
import { useText } from '../../text/text';
import { momentText } from '../../text/units';

/** More would be a list to scroll through; a day's worth lies close together anyway. */
const MOST_SHOWN = 8;

/** Token and repository first; then which moment, and the key that opens it. */
export function RestoreRepository({ bot, onDone }: { bot: BotView | undefined; onDone(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [token, setToken] = useState('');
  const [repository, setRepository] = useState(bot?.sync?.settings.repository ?? '');
  const [branch, setBranch] = useState(bot?.sync?.settings.branch ?? 'main');
  const [key, setKey] = useState('');
  const [chosen, setChosen] = useState<string>();
  const find = useMutation(trpc.sync.generations.mutationOptions());
  const restore = useMutation(trpc.sync.restore.mutationOptions({ onSuccess: onDone }));
  const found = find.data;
  const nameOk = RepositoryName.safeParse(repository).success;
  const branchOk = BranchName.safeParse(branch).success;
  const source = { token: token.trim(), repository: repository.trim(), branch };
  const change = (set: () => void) => {
    set();
    find.reset();
    restore.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (find.isPending || restore.isPending) return;
    if (!found || found.length === 0) return find.mutate(source);
    restore.mutate({
      source,
      recoveryKey: key.trim(),
      ...(chosen === undefined ? {} : { generation: chosen }),
      ...(bot ? { bot: bot.id } : {}),
    });
  };
  const ready = found && found.length > 0 ? key.trim() !== '' : token.trim() !== '' && nameOk && branchOk;
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <PasswordInput
        label={t('restore.token')}
        description={t('restore.tokenHelp')}
        value={token}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change(() => setToken(value));
        }}
      />
      <TextInput
        label={t('restore.repository')}
        description={t('backup.setUp.choose.help')}
        value={repository}
        spellCheck={false}
        error={repository !== '' && !nameOk ? t('backup.setUp.choose.bad') : undefined}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change(() => setRepository(value));
        }}
      />
      <TextInput
        label={t('restore.branch')}
        value={branch}
        spellCheck={false}
        error={branchOk ? undefined : t('backup.setUp.choose.branchBad')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change(() => setBranch(value));
        }}
      />
      {found?.length === 0 && <p role="status">{t('restore.none')}</p>}
      {found && found.length > 0 && (
        <>
          <Moments found={found.slice(0, MOST_SHOWN)} chosen={chosen} onChoose={setChosen} />
          <PasswordInput
            label={t('restore.key')}
            description={t('restore.keyHelp')}
            value={key}
            autoComplete="off"
            spellCheck={false}
            maxLength={1_000}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </>
      )}
      <Refusal error={restore.error ?? find.error} />
      <div className="row wrap">
        <Button
          type="submit"
          variant="filled"
          disabled={!ready}
          loading={find.isPending || restore.isPending}
        >
          {t(found && found.length > 0 ? 'restore.go' : 'restore.find')}
        </Button>
      </div>
    </form>
  );
}

interface MomentsProps {
  found: readonly SavedGeneration[];
  chosen: string | undefined;
  onChoose(id: string): void;
}

function Moments({ found, chosen, onChoose }: MomentsProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const labelId = useId();
  return (
    <div className="col backup-gap" role="status">
      <b className="sm" id={labelId}>
        {t('restore.when')}
      </b>
      <ChoiceGroup
        className="backup-moments"
        labelledBy={labelId}
        value={chosen ?? found[0]?.id}
        onChange={onChoose}
        choices={found.map((one, index) => ({
          value: one.id,
          content: (
            <>
              <b>
                {momentText(t, language, one.at, now)}
                {index === 0 && ` · ${t('restore.newest')}`}
              </b>
              <span>{t('restore.generation', { name: one.botName, device: one.device })}</span>
            </>
          ),
        }))}
      />
    </div>
  );
}
