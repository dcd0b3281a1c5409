import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SyncView } from '../../electron/contract/sync';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';
import { momentText } from '../text/units';
import { SecretForm } from './secret-form';
import { RecoveryKey } from './set-up/recovery-key';

/** What only the user can give: the token, the key, or a choice between two computers. */
export function SyncNeed({ bot, sync }: { bot: BotView; sync: SyncView }) {
  const { settings, token, failure, conflict } = sync;
  if (settings.keyConfirmedAt === undefined) return <ConfirmKey bot={bot} sync={sync} shown={undefined} />;
  if (token !== 'present' || failure?.code === 'syncTokenRefused')
    return <EnterToken bot={bot} sync={sync} />;
  if (conflict) return <ChooseComputer bot={bot} conflict={conflict} />;
  if (failure?.code === 'syncKeyLost') return <EnterKey bot={bot} />;
  return null;
}

/** The recovery key is entered again before anything is saved; `shown`: just made, and shown this once. */
export function ConfirmKey({
  bot,
  sync,
  shown,
}: {
  bot: BotView;
  sync: SyncView;
  shown: string | undefined;
}) {
  const { t } = useText();
  const trpc = useTRPC();
  const confirm = useMutation(trpc.sync.confirmKey.mutationOptions());
  const [key, setKey] = useState(shown);
  const renew = useMutation(
    trpc.sync.renewKey.mutationOptions({ onSuccess: ({ recoveryKey }) => setKey(recoveryKey) }),
  );
  return (
    <div className="col backup-gap">
      {key === undefined ? (
        <p className="ink2">{t('backup.setUp.key.gone')}</p>
      ) : (
        <RecoveryKey value={key} bot={bot.name} repository={sync.settings.repository} />
      )}
      <SecretForm
        label={t('backup.need.keyConfirm')}
        help={t('backup.need.keyConfirmHelp')}
        button={t('backup.need.confirm')}
        pending={confirm.isPending}
        error={confirm.error ?? renew.error}
        onSubmit={(recoveryKey) => confirm.mutate({ bot: bot.id, recoveryKey })}
      >
        {key === undefined && (
          <Button loading={renew.isPending} onClick={() => renew.mutate({ bot: bot.id })}>
            {t('backup.need.renew')}
          </Button>
        )}
      </SecretForm>
    </div>
  );
}

function EnterToken({ bot, sync }: { bot: BotView; sync: SyncView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const save = useMutation(trpc.sync.setToken.mutationOptions());
  return (
    <SecretForm
      label={t('backup.need.token')}
      help={t('backup.need.tokenHelp', { repository: sync.settings.repository })}
      button={t('backup.need.save')}
      pending={save.isPending}
      error={save.error}
      onSubmit={(token) => save.mutate({ bot: bot.id, token })}
    />
  );
}

function EnterKey({ bot }: { bot: BotView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const save = useMutation(trpc.sync.setKey.mutationOptions());
  return (
    <SecretForm
      label={t('backup.need.key')}
      help={t('backup.need.keyHelp')}
      button={t('backup.need.save')}
      pending={save.isPending}
      error={save.error}
      onSubmit={(recoveryKey) => save.mutate({ bot: bot.id, recoveryKey })}
    />
  );
}

function ChooseComputer({ bot, conflict }: { bot: BotView; conflict: NonNullable<SyncView['conflict']> }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const now = useNow(60_000);
  const takeOver = useMutation(trpc.sync.takeOver.mutationOptions());
  return (
    <div className="col backup-gap">
      <p>
        <b>
          {t('backup.need.other', {
            device: conflict.device,
            time: momentText(t, language, conflict.at, now),
          })}
        </b>
      </p>
      <p className="ink2">{t('backup.need.otherLine')}</p>
      <Refusal error={takeOver.error} />
      <div className="row wrap">
        <Button
          variant="filled"
          loading={takeOver.isPending}
          onClick={() => takeOver.mutate({ bot: bot.id })}
        >
          {t('backup.need.takeOver')}
        </Button>
      </div>
    </div>
  );
}
