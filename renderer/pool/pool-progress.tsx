import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { KeyPoolView } from '../../electron/contract/key-pool';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { Bar } from '../wizard/background';

/** How many keys were tried, and a way to stop. */
export function PoolProgress({
  bot,
  checking,
}: {
  bot: BotId;
  checking: NonNullable<KeyPoolView['checking']>;
}) {
  const { t } = useText();
  const trpc = useTRPC();
  const cancel = useMutation(trpc.keyPool.cancel.mutationOptions());
  return (
    <section className="pool-progress">
      <p className="row spread sm">
        <span>{t('pool.progress', checking)}</span>
        <Button variant="subtle" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ bot })}>
          {t('pool.stop')}
        </Button>
      </p>
      <Bar progress={checking} label={t('pool.head.checking')} />
      <Refusal error={cancel.error} />
    </section>
  );
}
