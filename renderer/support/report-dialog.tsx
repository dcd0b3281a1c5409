import { Button, Modal, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { saveFile } from '../parts/save-file';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { ReportFiles } from './report-files';
import './report.css';

/** Shows everything that a report would hold, lets files be left out of it, and saves the rest as it was seen. */
export function ReportDialog({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [maskPeople, setMaskPeople] = useState(true);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const { mutate: gather, ...draft } = useMutation(trpc.support.draft.mutationOptions());
  const save = useMutation(
    trpc.support.save.mutationOptions({
      onSuccess: ({ name, base64 }) => saveFile(name, Uint8Array.fromBase64(base64), 'application/gzip'),
    }),
  );
  useEffect(() => gather({ maskPeople }), [gather, maskPeople]);
  const files = draft.data?.files ?? [];
  const names = files.map(({ name }) => name).filter((name) => !leftOut.has(name));
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title={t('support.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <p>{t('support.line')}</p>
        <Switch
          label={t('support.mask')}
          description={t('support.maskLine')}
          checked={maskPeople}
          onChange={(event) => {
            save.reset();
            setMaskPeople(event.currentTarget.checked);
          }}
        />
        {!maskPeople && (
          <p className="note" data-tone="warn">
            <ToneShape tone="warn" size={18} />
            {t('support.unmasked')}
          </p>
        )}
        {draft.isPending ? (
          <p className="report-waiting ink2" role="status">
            {t('support.gathering')}
          </p>
        ) : (
          <ReportFiles
            files={files}
            leftOut={leftOut}
            onLeaveOut={(name, leave) => {
              save.reset();
              const next = new Set(leftOut);
              if (leave) next.add(name);
              else next.delete(name);
              setLeftOut(next);
            }}
          />
        )}
        <p className="xs ink3">{t('support.chats')}</p>
        <Refusal error={draft.error ?? save.error} />
        <div className="row wrap form-end">
          {save.data && (
            <span className="row sm grow" role="status">
              <ToneShape tone="ok" size={17} /> {t('support.saved', { name: save.data.name })}
            </span>
          )}
          <Button variant="subtle" onClick={onClose}>
            {t('app.close')}
          </Button>
          <Button
            variant="filled"
            disabled={!draft.data || draft.isPending || names.length === 0}
            loading={save.isPending}
            onClick={() => draft.data && save.mutate({ draft: draft.data.id, names })}
          >
            {t('support.save', { count: names.length })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
