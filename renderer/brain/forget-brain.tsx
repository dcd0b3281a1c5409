import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RestingBrain } from '../../electron/contract/brain-change';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';

interface Props {
  bot: BotView;
  brain: RestingBrain;
  onClose(): void;
}

/** Deletes a resting brain: only with the bot's name typed, and asked about once more. */
export function ForgetBrain({ bot, brain, onClose }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const forget = useMutation(trpc.bots.forgetBrain.mutationOptions({ onSuccess: onClose }));
  const [confirm, setConfirm] = useState('');
  const [sure, setSure] = useState(false);
  const press = () => {
    if (!sure) return setSure(true);
    forget.mutate({ bot: bot.id, stack: brain.stack, confirm: confirm.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('brain.forget.title', { product: brain.product })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <p>{t('brain.forget.line')}</p>
        <TextInput
          label={t('brain.forget.confirm', { name: bot.name })}
          description={t('remove.confirmHelp')}
          value={confirm}
          autoComplete="off"
          onChange={(event) => {
            setConfirm(event.currentTarget.value);
            setSure(false);
          }}
        />
        {sure && (
          <p className="note" data-tone="bad" role="alert">
            {t('brain.forget.sure')}
          </p>
        )}
        <Refusal error={forget.error} />
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            data-danger
            disabled={confirm.trim() !== bot.name}
            loading={forget.isPending}
            onClick={press}
          >
            {t('brain.forget.button')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
