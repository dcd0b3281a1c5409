import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RehearsalFault } from '../../electron/contract/rehearsal';
import { useTRPC } from '../api/trpc';
import { Icon, type IconName } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';

const FAULTS: readonly { fault: RehearsalFault; icon: IconName }[] = [
  { fault: 'cutBridge', icon: 'plug' },
  { fault: 'kick', icon: 'person' },
  { fault: 'noQuota', icon: 'key' },
  { fault: 'slowMirror', icon: 'wifi' },
  { fault: 'crashBrain', icon: 'box' },
  { fault: 'diskFull', icon: 'disk' },
];

/** Troubles to be made and ended at the press of a button. */
export function Faults({ on }: { on: readonly RehearsalFault[] }) {
  const { t } = useText();
  const trpc = useTRPC();
  const fault = useMutation(trpc.rehearsal.fault.mutationOptions());
  return (
    <section className="card faults">
      <h2 className="sm">{t('rehearsal.faults')}</h2>
      <div className="fault-grid">
        {FAULTS.map((one) => {
          const active = on.includes(one.fault);
          return (
            <button
              key={one.fault}
              type="button"
              className="fault"
              aria-pressed={active}
              onClick={() => fault.mutate({ fault: one.fault, on: !active })}
            >
              <Icon name={one.icon} size={17} />
              {t(`rehearsal.fault.${one.fault}`)}
            </button>
          );
        })}
      </div>
      <div className="sm ink2" role="status">
        {on.length === 0 ? (
          <p>{t('rehearsal.faultsLine')}</p>
        ) : (
          on.map((one) => <p key={one}>{t(`rehearsal.faultLine.${one}`)}</p>)
        )}
      </div>
      {on.length > 0 && (
        <Button
          variant="subtle"
          className="flush"
          leftSection={<Icon name="again" />}
          onClick={() => {
            for (const one of on) fault.mutate({ fault: one, on: false });
          }}
        >
          {t('rehearsal.restore')}
        </Button>
      )}
      <Refusal error={fault.error} />
    </section>
  );
}
