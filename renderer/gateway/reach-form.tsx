import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import {
  Domain,
  type GatewaySettings,
  type GatewayView,
  GatewaySettings as Schema,
} from '../../electron/contract/gateway';
import { ChoiceGroup } from '../parts/choice-group';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';

const REACHES = ['loopback', 'network', 'domain'] as const;
type Reach = (typeof REACHES)[number];

interface Props {
  gateway: GatewayView;
  saving: boolean;
  onSave(settings: GatewaySettings): void;
}

/** Who can open it and at which port. Off, its button switches on; on, it changes what is different. */
export function ReachForm({ gateway, saving, onSave }: Props) {
  const { t } = useText();
  const labelId = useId();
  const now: Reach = gateway.domain !== undefined ? 'domain' : gateway.reach;
  const [reach, setReach] = useState<Reach>(now);
  const [port, setPort] = useState(String(gateway.port));
  const [domain, setDomain] = useState(gateway.domain ?? '');
  const portOk = /^\d+$/.test(port) && Schema.shape.port.safeParse(Number(port)).success;
  const domainOk = reach !== 'domain' || Domain.safeParse(domain).success;
  const changed =
    reach !== now || port !== String(gateway.port) || (reach === 'domain' && domain !== gateway.domain);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!portOk || !domainOk || saving) return;
    onSave({
      port: Number(port),
      reach: reach === 'loopback' ? 'loopback' : 'network',
      ...(reach === 'domain' ? { domain: domain.trim().toLowerCase() } : {}),
    });
  };
  return (
    <form className="card gateway-box" onSubmit={submit}>
      <h2 className="h3" id={labelId}>
        {t('gateway.reach.title')}
      </h2>
      <ChoiceGroup<Reach>
        className="reaches"
        labelledBy={labelId}
        value={reach}
        onChange={setReach}
        choices={REACHES.map((one) => ({
          value: one,
          content: (
            <>
              <b>{t(`gateway.reach.${one}.name`)}</b>
              <span>{t(`gateway.reach.${one}.line`)}</span>
            </>
          ),
        }))}
      />
      {reach !== 'loopback' && (
        <p className="note" data-tone="warn">
          <ToneShape tone="warn" size={18} />
          {t(reach === 'network' ? 'gateway.reach.networkWarning' : 'gateway.reach.domainWarning')}
        </p>
      )}
      <div className="reach-fields">
        {reach === 'domain' && (
          <TextInput
            label={t('gateway.reach.domain1')}
            description={t('gateway.reach.domainHelp')}
            value={domain}
            spellCheck={false}
            error={domain !== '' && !domainOk ? t('gateway.reach.domainBad') : undefined}
            onChange={(event) => setDomain(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('gateway.reach.port')}
          description={t('gateway.reach.portHelp')}
          value={port}
          inputMode="numeric"
          error={portOk ? undefined : t('gateway.reach.portBad')}
          onChange={(event) => setPort(event.currentTarget.value.trim())}
        />
      </div>
      {(!gateway.on || changed) && (
        <div className="row">
          <Button type="submit" variant="filled" disabled={!portOk || !domainOk} loading={saving}>
            {t(gateway.on ? 'gateway.apply' : 'gateway.turnOn')}
          </Button>
        </div>
      )}
    </form>
  );
}
