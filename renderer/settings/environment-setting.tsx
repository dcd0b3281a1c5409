import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Environment, ServiceTuning } from '../../electron/contract/advanced';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { useText } from '../text/text';
import { readEnvironment, writeEnvironment } from './read-environment';
import { SettingRow } from './setting-row';

interface Props {
  bot: BotView;
  service: ServiceTuning;
  onChange(): void;
}

/** Variables of the user's own for a service. */
export function EnvironmentSetting({ bot, service, onChange }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const set = useMutation(trpc.advanced.setEnvironment.mutationOptions({ onSettled: onChange }));
  const [draft, setDraft] = useState<string>();
  const [before, setBefore] = useState<Environment>();
  const text = draft ?? writeEnvironment(service.environment);
  const read = readEnvironment(text);
  const save = (environment: Environment, then: Environment | undefined) =>
    set.mutate(
      { bot: bot.id, service: service.service, environment },
      {
        onSuccess: () => {
          setBefore(then);
          setDraft(undefined);
        },
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.kind === 'read') save(read.environment, service.environment);
  };
  const title = t('tuning.environment', { product: service.product });
  const ours = service.ours.join(', ') || t('tuning.none');
  return (
    <SettingRow
      title={title}
      line={set.isPending ? t('tuning.applying') : t('tuning.environmentLine', { ours })}
      undo={before && draft === undefined ? () => save(before, undefined) : undefined}
      error={set.error}
    >
      <form className="audience-list" onSubmit={submit}>
        <Textarea
          aria-label={title}
          value={text}
          rows={Math.min(8, Math.max(2, text.split('\n').length))}
          placeholder="NAME=value"
          spellCheck={false}
          error={
            read.kind === 'badLine'
              ? t('tuning.lineBad', { line: read.line })
              : read.kind === 'twice'
                ? t('tuning.twice', { name: read.name })
                : undefined
          }
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        {draft !== undefined && (
          <div className="row form-end">
            <Button variant="subtle" onClick={() => setDraft(undefined)}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={read.kind !== 'read'} loading={set.isPending}>
              {t('app.save')}
            </Button>
          </div>
        )}
      </form>
    </SettingRow>
  );
}
