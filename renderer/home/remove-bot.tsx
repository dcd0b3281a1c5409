import { Button, Modal, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';

/** Takes a bot down. Its data goes only when the name is typed and asked about once more. */
export function RemoveBot({ bot, onClose }: { bot: BotView; onClose(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const remove = useMutation(trpc.bots.remove.mutationOptions({ onSuccess: onClose }));
  const [data, setData] = useState(false);
  const [confirm, setConfirm] = useState('');
  const [sure, setSure] = useState(false);
  const typed = confirm.trim() === bot.name;
  const press = () => {
    if (data && !sure) return setSure(true);
    remove.mutate({ bot: bot.id, data, confirm: data ? confirm.trim() : '' });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('remove.title', { name: bot.name })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <p>{t('remove.line')}</p>
        <Switch
          label={t('remove.data')}
          description={t(data ? 'remove.dataLine' : 'remove.keepLine')}
          checked={data}
          onChange={(event) => {
            setData(event.currentTarget.checked);
            setSure(false);
          }}
        />
        {data && (
          <TextInput
            label={t('remove.confirm', { name: bot.name })}
            description={t('remove.confirmHelp')}
            value={confirm}
            autoComplete="off"
            onChange={(event) => {
              setConfirm(event.currentTarget.value);
              setSure(false);
            }}
          />
        )}
        {sure && (
          <p className="note" data-tone="bad" role="alert">
            <ToneShape tone="bad" size={17} />
            {t('remove.sure')}
          </p>
        )}
        <Refusal error={remove.error} />
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button data-danger disabled={data && !typed} loading={remove.isPending} onClick={press}>
            {t(data ? 'remove.buttonData' : 'remove.button')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
