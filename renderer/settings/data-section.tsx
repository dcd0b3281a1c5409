import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { RemoveBot } from '../home/remove-bot';
import { saveFile } from '../parts/save-file';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import '../home/home.css';

/** Where everything lies, settings as a file, and taking a bot down. */
export function DataSection({ bot }: { bot: BotView | undefined }) {
  const { t } = useText();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useView();
  const openFolder = useMutation(trpc.settings.openFolder.mutationOptions());
  const take = useMutation(trpc.settings.import.mutationOptions());
  const [before, setBefore] = useState<string>();
  const [removing, setRemoving] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const picker = useRef<HTMLInputElement>(null);
  const readSettings = () => queries.fetchQuery({ ...trpc.settings.export.queryOptions(), staleTime: 0 });
  const save = () =>
    readSettings().then(
      (text) => saveFile('botpier-settings.json', text, 'application/json'),
      (error: unknown) => setFailure(error),
    );
  const read = async (file: File) => {
    const old = await readSettings();
    take.mutate({ text: await file.text() }, { onSuccess: () => setBefore(old) });
  };
  return (
    <section className="card" aria-label={t('settings.data')}>
      <SettingRow title={t('data.folder')} line={t('data.folderLine')} error={openFolder.error}>
        <code className="xs data-dir">{data.dir}</code>
        {data.canOpen && <Button onClick={() => openFolder.mutate()}>{t('data.open')}</Button>}
      </SettingRow>
      <SettingRow title={t('data.export')} line={t('data.exportLine')} error={failure}>
        <Button onClick={() => void save()}>{t('data.exportButton')}</Button>
      </SettingRow>
      <SettingRow
        title={t('data.import')}
        line={t('data.importLine')}
        undo={
          before === undefined
            ? undefined
            : () => take.mutate({ text: before }, { onSuccess: () => setBefore(undefined) })
        }
        error={take.error}
      >
        <input
          ref={picker}
          type="file"
          hidden
          accept=".json,application/json"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void read(file).catch(setFailure);
          }}
        />
        <Button loading={take.isPending} onClick={() => picker.current?.click()}>
          {t('data.importButton')}…
        </Button>
      </SettingRow>
      {bot && (
        <SettingRow title={t('data.remove', { name: bot.name })} line={t('data.removeLine')}>
          <Button data-danger onClick={() => setRemoving(true)}>
            {t('data.removeButton')}…
          </Button>
        </SettingRow>
      )}
      {bot && removing && <RemoveBot bot={bot} onClose={() => setRemoving(false)} />}
    </section>
  );
}
