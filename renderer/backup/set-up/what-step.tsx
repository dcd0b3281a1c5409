import { SegmentedControl, Switch } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SyncEncryption } from '../../../electron/contract/sync';
import { WhatIsThis } from '../../handbook/what-is-this';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { useText } from '../../text/text';
import { StepButtons } from './step-buttons';

const POINTS = [
  { name: 'git', icon: 'box' },
  { name: 'chat', icon: 'bubble' },
  { name: 'key', icon: 'key' },
] as const;

interface Props {
  pending: boolean;
  error: unknown;
  onBack(): void;
  onStart(encryption: SyncEncryption): void;
}

/** What has to be known before anything leaves this computer. */
export function WhatStep({ pending, error, onBack, onStart }: Props) {
  const { t } = useText();
  const [encryption, setEncryption] = useState<SyncEncryption>('sensitive');
  const [understood, setUnderstood] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (understood && !pending) onStart(encryption);
  };
  return (
    <form className="col backup-gap" onSubmit={submit}>
      <ul className="backup-points">
        {POINTS.map(({ name, icon }) => (
          <li key={name}>
            <span className="avatar square quiet">
              <Icon name={icon} size={20} />
            </span>
            <div>
              <h3>{t(`backup.setUp.what.${name}.title`)}</h3>
              <p className="sm ink2">{t(`backup.setUp.what.${name}.line`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <div className="col">
        <b className="sm">{t('backup.settings.encryption')}</b>
        <p className="xs ink3">{t('backup.settings.encryptionLine')}</p>
        <div>
          <SegmentedControl
            aria-label={t('backup.settings.encryption')}
            value={encryption}
            onChange={(value) => setEncryption(value as SyncEncryption)}
            data={(['sensitive', 'everything'] as const).map((value) => ({
              value,
              label: t(`backup.settings.encryptions.${value}`),
            }))}
          />
        </div>
      </div>
      <Switch
        label={t('backup.setUp.what.understood')}
        checked={understood}
        onChange={(event) => setUnderstood(event.currentTarget.checked)}
      />
      <WhatIsThis id="backup" />
      <Refusal error={error} />
      <StepButtons
        onBack={onBack}
        label={t('backup.setUp.what.start')}
        disabled={!understood}
        pending={pending}
      />
    </form>
  );
}
