import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { useRehearsal } from './use-rehearsal';
import './rehearsal.css';

/** The phone of the rehearsal: it scans and confirms at the press of a button. */
export function Phone() {
  const { t } = useText();
  const trpc = useTRPC();
  const rehearsal = useRehearsal();
  const scan = useMutation(trpc.rehearsal.scan.mutationOptions());
  const confirm = useMutation(trpc.rehearsal.confirm.mutationOptions());
  const expire = useMutation(trpc.rehearsal.expireQr.mutationOptions());
  if (!rehearsal) return null;
  return (
    <section className="phone" aria-label={t('rehearsal.phone')}>
      {rehearsal.phone === 'canScan' && (
        <>
          <Button variant="filled" size="lg" loading={scan.isPending} onClick={() => scan.mutate()}>
            {t('rehearsal.scan')}
          </Button>
          <Button variant="subtle" size="xs" loading={expire.isPending} onClick={() => expire.mutate()}>
            {t('rehearsal.expire')}
          </Button>
        </>
      )}
      {rehearsal.phone === 'canConfirm' && (
        <Button variant="filled" size="lg" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t('rehearsal.confirm')}
        </Button>
      )}
      <Refusal error={scan.error ?? confirm.error ?? expire.error} />
    </section>
  );
}
