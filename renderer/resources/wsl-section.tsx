import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WslMemory } from '../../electron/contract/resources';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { memoryText } from './resource-words';

const GIB = 1024 ** 3;

/** The virtual machine of Windows that containers live in; nothing where there is none. */
export function WslSection() {
  const trpc = useTRPC();
  const wsl = useQuery(trpc.resources.wsl.queryOptions(undefined, { refetchInterval: 10_000 }));
  if (!wsl.data) return null;
  return <Present wsl={wsl.data} onChange={() => void wsl.refetch()} />;
}

function Present({ wsl, onChange }: { wsl: WslMemory; onChange(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const most = Math.floor(wsl.totalBytes / GIB);
  const [text, setText] = useState(String(Math.max(2, Math.floor(most / 4))));
  const [agreed, setAgreed] = useState(false);
  const cap = useMutation(trpc.resources.capWsl.mutationOptions({ onSettled: onChange }));
  const uncap = useMutation(trpc.resources.uncapWsl.mutationOptions({ onSettled: onChange }));
  const wanted = Number(text.trim());
  const fits = wanted >= 2 && wanted <= most;
  return (
    <section className="card col" aria-labelledby="wsl">
      <h2 className="h3" id="wsl">
        {t('resources.wsl.title')}
      </h2>
      <p className="sm ink2">{t('resources.wsl.line')}</p>
      <p className="sm">
        {wsl.usedBytes === undefined
          ? t('resources.wsl.off')
          : t('resources.wsl.now', { used: memoryText(wsl.usedBytes) })}
        {' · '}
        {wsl.cap === undefined
          ? t('resources.wsl.noCap', { half: memoryText(wsl.totalBytes / 2) })
          : t('resources.wsl.cap', { cap: wsl.cap, file: wsl.file })}
      </p>
      <form
        className="row wrap wsl-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (fits && agreed) cap.mutate({ bytes: Math.round(wanted * GIB) });
        }}
      >
        <TextInput
          label={t('resources.wsl.label')}
          inputMode="decimal"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={fits ? undefined : t('resources.wsl.number', { most })}
        />
        <label className="row sm">
          <input
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          {t('resources.wsl.consent')}
        </label>
        <Button type="submit" disabled={!fits || !agreed} loading={cap.isPending}>
          {t('resources.wsl.go')}
        </Button>
        {wsl.canUndo && (
          <Button variant="subtle" loading={uncap.isPending} onClick={() => uncap.mutate()}>
            {t('resources.wsl.undo')}
          </Button>
        )}
      </form>
      {(cap.isSuccess || uncap.isSuccess) && (
        <p className="note" data-tone="ok" role="status">
          {t('resources.wsl.written')}
        </p>
      )}
      <Refusal error={cap.error ?? uncap.error} />
    </section>
  );
}
