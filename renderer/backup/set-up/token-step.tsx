import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TokenReport } from '../../../electron/contract/sync';
import { useTRPC } from '../../api/trpc';
import { WhatIsThis } from '../../handbook/what-is-this';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { StepButtons } from './step-buttons';

/** GitHub's form for a fine-grained token, with what it needs filled in. */
const NEW_TOKEN =
  'https://github.com/settings/personal-access-tokens/new?name=BotPier&expires_in=366&contents=write';

/** A token that GitHub took, and what it may do. */
export interface CheckedToken {
  token: string;
  report: TokenReport;
  repositories: readonly string[];
}

interface Props {
  checked: CheckedToken | undefined;
  onChecked(checked: CheckedToken | undefined): void;
  onBack(): void;
  onNext(): void;
}

/** How a token is made, and the field for it. It is tried before anybody goes on. */
export function TokenStep({ checked, onChecked, onBack, onNext }: Props) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const [token, setToken] = useState(checked?.token ?? '');
  const check = useMutation(trpc.sync.checkToken.mutationOptions());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checked) return onNext();
    const given = token.trim();
    if (given === '' || check.isPending) return;
    check.mutate({ token: given }, { onSuccess: (found) => onChecked({ token: given, ...found }) });
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <p className="ink2">{t('backup.setUp.token.line')}</p>
      <div className="row wrap">
        <Button
          component="a"
          href={NEW_TOKEN}
          target="_blank"
          rel="noreferrer"
          leftSection={<Icon name="open" size={16} />}
        >
          {t('backup.setUp.token.open')}
        </Button>
        <WhatIsThis id="enterToken" />
      </div>
      <ol className="backup-todo">
        <li>{t('backup.setUp.token.todo1')}</li>
        <li>{t('backup.setUp.token.todo2')}</li>
        <li>{t('backup.setUp.token.todo3')}</li>
        <li>{t('backup.setUp.token.todo4')}</li>
      </ol>
      <p className="xs ink3">{t('backup.setUp.token.classic')}</p>
      <PasswordInput
        label={t('backup.setUp.token.field')}
        description={t('backup.setUp.token.help')}
        value={token}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        onChange={(event) => {
          setToken(event.currentTarget.value);
          onChecked(undefined);
          check.reset();
        }}
      />
      {checked && (
        <p className="row sm" role="status">
          <ToneShape tone="ok" size={17} />
          {[
            t('backup.setUp.token.ok', { login: checked.report.login }),
            checked.report.expiresAt === undefined
              ? t('backup.setUp.token.never')
              : t('backup.setUp.token.expires', { time: dateText(language, checked.report.expiresAt) }),
          ].join(' · ')}
        </p>
      )}
      <Refusal error={check.error} />
      <StepButtons
        onBack={onBack}
        label={t(checked ? 'backup.setUp.next' : 'backup.setUp.token.check')}
        disabled={token.trim() === ''}
        pending={check.isPending}
      />
    </form>
  );
}

function dateText(language: string, at: number): string {
  return new Date(at).toLocaleDateString(language, { year: 'numeric', month: 'short', day: 'numeric' });
}
