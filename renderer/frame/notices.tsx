import { ActionIcon, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';

const KeepingDialog = lazy(() =>
  import('../secrets/keeping-dialog').then((m) => ({ default: m.KeepingDialog })),
);

/** What the app wants said once, until it is dismissed. */
export function Notices() {
  const { t } = useText();
  const trpc = useTRPC();
  const { notices, secrets } = useView();
  const [choosing, setChoosing] = useState(false);
  const dismiss = useMutation(trpc.notices.dismiss.mutationOptions());
  const list = notices.map((notice) => (
    <div key={notice.id} className="note notice" data-tone="warn" role="status">
      <ToneShape tone="warn" size={18} />
      <p className="grow">{t(`notice.${notice.code}`, notice.params)}</p>
      {notice.code === 'weakSecrets' && secrets.choices.length > 0 && (
        <Button size="xs" onClick={() => setChoosing(true)}>
          {t('notice.howToKeep')}…
        </Button>
      )}
      <ActionIcon
        size={28}
        aria-label={t('notice.dismiss')}
        title={t('notice.dismiss')}
        onClick={() => dismiss.mutate({ id: notice.id })}
      >
        <Icon name="cross" size={16} />
      </ActionIcon>
    </div>
  ));
  return (
    <>
      {list}
      {choosing && (
        <Suspense>
          <KeepingDialog onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </>
  );
}
